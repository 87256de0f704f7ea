import { expect } from 'chai';
import fc from 'fast-check';
import { float16ToFloat32, float32ToFloat16 } from '../../../src/formats/half.js';
import { decodeSafetensors, encodeSafetensors } from '../../../src/formats/safetensors/safetensors.js';
import { parseStrictJson } from '../../../src/formats/strict-json.js';
import { forgeFile } from '../../reliability/forge.js';

describe('formats/safetensors', () => {
  it('gives back tensors of every type it writes, and the metadata', () => {
    const tensors = new Map([
      ['bytes', { shape: [3], data: Uint8Array.of(1, 2, 255) }],
      ['wide', { shape: [1, 2], data: Float64Array.of(Math.PI, -0) }],
      ['ids', { shape: [2], data: Int32Array.of(-7, 2 ** 31 - 1) }],
      ['floats', { shape: [2, 1], data: Float32Array.of(0.1, NaN) }],
      ['none', { shape: [0, 4], data: new Float32Array(0) }],
    ]);
    const decoded = decodeSafetensors(encodeSafetensors(tensors, { a: 'é"\n' }));
    expect(new Map(decoded.tensors)).to.deep.equal(tensors);
    expect(decoded.metadata).to.deep.equal({ a: 'é"\n' });
  });

  it('places numbers so that they can be viewed without a copy', () => {
    const bytes = encodeSafetensors(new Map([['a', { shape: [1], data: Float64Array.of(1) }]]), { x: 'odd' });
    expect(decodeSafetensors(bytes).tensors.get('a')!.data.buffer).to.equal(bytes.buffer);
  });

  it('reads float16 and bfloat16 as float32: normal, subnormal, infinite', () => {
    const header =
      '{"h":{"dtype":"F16","shape":[5],"data_offsets":[0,10]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[10,14]}}';
    const data = new Uint8Array(
      Uint16Array.of(0x3c00, 0xc100, 0x0001, 0x7c00, 0x7e00, 0x3fc0, 0xff80).buffer,
    );
    const { tensors } = decodeSafetensors(forgeFile(header, data));
    expect([...tensors.get('h')!.data]).to.deep.equal([1, -2.5, 2 ** -24, Infinity, NaN]);
    expect([...tensors.get('b')!.data]).to.deep.equal([1.5, -Infinity]);
  });
});

describe('formats/half', () => {
  it('writes the nearest float16: every finite one is itself', () => {
    const all = Uint16Array.from({ length: 0x7c00 }, (_, bits) => bits);
    expect(float32ToFloat16(float16ToFloat32(all))).to.deep.equal(all);
    const negative = all.map((bits) => bits | 0x8000);
    expect(float32ToFloat16(float16ToFloat32(negative))).to.deep.equal(negative);
  });

  it('rounds to the nearer of two neighbors, halfway to the even one', () => {
    const between = (share: number) => 1 + (2 + share) / 1024;
    expect([...float32ToFloat16([between(0.4), between(0.6), between(0.5), between(1.5)])]).to.deep.equal([
      0x3c02, 0x3c03, 0x3c02, 0x3c04,
    ]);
    expect([...float32ToFloat16([1.999, -1.999, 2 ** -26, 65519])]).to.deep.equal([
      0x3fff, 0xbfff, 0, 0x7bff,
    ]);
    expect(() => float32ToFloat16([65520])).to.throw(RangeError);
    expect(() => float32ToFloat16([NaN])).to.throw(RangeError);
  });

  it('keeps fewer bits of fraction where asked, within half of the last one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1000, noNaN: true }), (value) => {
        const [bits] = float32ToFloat16([value], 5);
        expect(bits! & 31).to.equal(0);
        expect(Math.abs(float16ToFloat32(Uint16Array.of(bits!))[0]! / value - 1)).to.be.at.most(2 ** -6);
      }),
    );
  });

  it('makes a file that reads as the rounded numbers', () => {
    const data = Float32Array.of(0.1, -3, 1e-9);
    const bytes = encodeSafetensors(new Map([['w', { shape: [3], data }]]), {}, 10);
    const { data: read } = decodeSafetensors(bytes).tensors.get('w')!;
    expect([...read]).to.deep.equal([0.0999755859375, -3, 0]);
  });
});

describe('formats/strict-json', () => {
  it('reads what JSON.parse reads', () => {
    const text = ' {"a":[1,-2.5e3,{"b":null}],"c":"\\u0061\\"}","d":true} ';
    expect(parseStrictJson(text)).to.deep.equal(JSON.parse(text));
  });

  it('distinguishes equal keys of one object from those of two', () => {
    expect(parseStrictJson('[{"a":{"a":1}},{"a":2}]')).to.deep.equal([{ a: { a: 1 } }, { a: 2 }]);
    expect(() => parseStrictJson('{"a":1,"b":{},"\\u0061":2}')).to.throw(SyntaxError, 'twice');
  });

  it('refuses __proto__, depth and numbers beyond float64', () => {
    expect(() => parseStrictJson('{"x":{"__proto__":1}}')).to.throw(SyntaxError, '__proto__');
    expect(() => parseStrictJson('[[[1]]]', 2)).to.throw(SyntaxError, 'deeper than 2');
    expect(() => parseStrictJson('[1e400]')).to.throw(SyntaxError, 'too large');
  });
});
