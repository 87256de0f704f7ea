import { expect } from 'chai';
import fc from 'fast-check';
import { UserError } from '../../src/core/errors.js';
import { sealDigest } from '../../src/formats/checkpoint/digest.js';
import { decodeCounts, encodeCounts, type CountedIn } from '../../src/formats/counts.js';
import { decodeSafetensors, encodeSafetensors } from '../../src/formats/safetensors/safetensors.js';
import { buildTable } from '../../src/ngram/build-table.js';
import type { Counts } from '../../src/ngram/mixture.js';
import { createPredictor } from '../../src/ngram/predict.js';
import { arraySource } from '../../src/text/id-source.js';
import { countsOf } from '../helpers/counted.js';

const of: CountedIn = { vocabulary: { tokens: 'chars', symbols: ['a', 'b', 'c'] }, digest: 'bytes:1234' };
const mixture = { network: [0.25, -0.5], counts: [1, 0] } as const;
const counts: Counts = { table: countsOf('abc', 'abcabbacabcab', 3), mixture };

/** The file with some of its metadata or tensors replaced; its digest is right again. */
function forged(
  change: (
    metadata: Record<string, string>,
    tensors: Map<string, { shape: readonly number[]; data: Uint8Array }>,
  ) => void,
): Uint8Array {
  const { metadata, tensors } = decodeSafetensors(encodeCounts(counts, of));
  const own = { ...metadata, sha256: '0'.repeat(64) };
  const arrays = new Map(
    [...tensors].map(([name, { shape, data }]) => [name, { shape, data: data as Uint8Array }]),
  );
  change(own, arrays);
  const bytes = encodeSafetensors(arrays, own);
  sealDigest(bytes);
  return bytes;
}

const codeOf = (bytes: Uint8Array, is = of): string => {
  try {
    decodeCounts(bytes, is, 'counts');
    return 'none';
  } catch (error) {
    return error instanceof UserError ? error.code : String(error);
  }
};

/** After every history of three symbols. */
function expectDistributions({ table }: Counts): void {
  const predictor = createPredictor(table);
  const logs = new Float64Array(3);
  for (let n = 0; n < 64; n++) {
    predictor.predict([n >> 4, (n >> 2) & 3, n & 3], 0, logs);
    expect(logs.reduce((sum, log) => sum + Math.exp(log), 0)).closeTo(1, 1e-9);
  }
}

describe('formats/counts', () => {
  it('gives back exactly the counts that were encoded, at any alignment', () => {
    const bytes = encodeCounts(counts, of);
    for (const offset of [0, 1, 2, 3]) {
      const shifted = new Uint8Array(bytes.length + offset).subarray(offset);
      shifted.set(bytes);
      expect(decodeCounts(shifted, of, 'counts')).deep.equal(counts);
    }
  });

  it('holds symbols of two bytes where one is too narrow, as for a model of bytes', () => {
    const ids = Array.from({ length: 2000 }, (_, i) => (i * i * 7) % 256);
    const bytes: Counts = { table: buildTable(arraySource(ids), 256), mixture };
    const is: CountedIn = { vocabulary: { tokens: 'bytes', symbols: [] }, digest: 'bytes:5' };
    expect(bytes.table.levels[0]!.first).instanceof(Uint16Array);
    expect(decodeCounts(encodeCounts(bytes, is), is, 'counts')).deep.equal(bytes);
  });

  it('refuses the counts of another text, and of other symbols', () => {
    const bytes = encodeCounts(counts, of);
    expect(codeOf(bytes, { ...of, digest: 'bytes:1235' })).equal('counts/other');
    const symbols = { ...of, vocabulary: { ...of.vocabulary, symbols: ['a', 'b', 'd'] } };
    expect(codeOf(bytes, symbols)).equal('counts/other');
  });

  it('finds a changed bit in every byte', () => {
    const bytes = encodeCounts({ table: countsOf('abc', 'abcab', 1), mixture }, of);
    for (let at = 0; at < bytes.length; at++) {
      bytes[at]! ^= 1 << (at % 8);
      expect(codeOf(bytes), `byte ${at}`).match(/^(counts|safetensors)\//);
      bytes[at]! ^= 1 << (at % 8);
    }
    expect(codeOf(bytes)).equal('none');
  });

  it('finds every truncation', () => {
    const bytes = encodeCounts(counts, of);
    for (let length = 0; length < bytes.length; length++) {
      expect(codeOf(bytes.subarray(0, length)), `${length} bytes`).match(/^(counts|safetensors)\//);
    }
  });

  it('refuses forged files with a valid digest', () => {
    const with_ = (field: string, value: string) => forged((metadata) => void (metadata[field] = value));
    const json = (change: object) =>
      with_('counts', JSON.stringify({ symbols: 3, order: 3, mixture, ...change }));
    expect(codeOf(with_('format', 'char-rnn'))).equal('counts/foreign');
    expect(codeOf(with_('version', '2'))).equal('counts/version');
    const invalid = [
      with_('counts', '{'),
      with_('counts', '{"__proto__": {}}'),
      json({ symbols: 4 }),
      json({ symbols: 1e9 }),
      json({ order: 2 }),
      json({ order: 4 }),
      json({ order: -1 }),
      json({ order: 1e6 }),
      json({ more: 1 }),
      json({ mixture: { ...mixture, network: [1e3, 0] } }),
      json({ mixture: { ...mixture, network: ['1', 0] } }),
      json({ mixture: { network: [1, 0] } }),
      forged((_, tensors) => void tensors.delete('1.first')),
      forged((_, tensors) => void tensors.set('9.first', { shape: [1, 1], data: new Uint8Array(1) })),
      forged((_, tensors) => void tensors.set('0.first', { shape: [1], data: new Uint8Array(1) })),
      forged((_, tensors) => void tensors.set('0.first', { shape: [1, 2], data: new Uint8Array(2) })),
      forged((_, tensors) => void tensors.set('0.first', { shape: [0, 1], data: new Uint8Array(0) })),
    ];
    invalid.forEach((bytes, i) => expect(codeOf(bytes), `file ${i}`).equal('counts/invalid'));
  });

  it('accepts no changed number of an array unless the table still agrees with itself', () => {
    const names = counts.table.levels.flatMap((_, k) =>
      ['first', 'children', 'followers', 'follower', 'counts'].map((name) => `${k}.${name}`),
    );
    const change = fc.record({ name: fc.constantFrom(...names), at: fc.nat(200), value: fc.nat(255) });
    fc.assert(
      fc.property(change, ({ name, at, value }) => {
        const bytes = forged((_, tensors) => {
          const { data } = tensors.get(name)!;
          data[at % data.length] = value;
        });
        const code = codeOf(bytes);
        expect(code).oneOf(['counts/invalid', 'none']);
        if (code === 'none') expectDistributions(decodeCounts(bytes, of, 'counts'));
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
