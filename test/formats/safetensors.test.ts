import { expect } from 'chai';
import { decodeSafetensors, encodeSafetensors } from '../../src/formats/safetensors.js';
import { parseStrictJson } from '../../src/formats/strict-json.js';
import { forgeFile } from '../reliability/forge.js';

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
