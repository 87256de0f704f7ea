import { expect } from 'chai';
import fc from 'fast-check';
import type { Snapshot } from '../../src/core/snapshot.js';
import { encodeJson } from '../../src/formats/exports.js';

function snapshotOf(data: Float32Array): Snapshot {
  return {
    model: {
      cell: 'rnn',
      hidden: 1,
      layers: 1,
      embedding: 0,
      dropout: 0,
      recurrentBias: true,
      vocabulary: 2,
    },
    vocabulary: { tokens: 'chars', symbols: ['a', 'b'] },
    weights: new Map([['w', { shape: [data.length], data }]]),
  };
}

describe('encodeJson', () => {
  it('gives back every float32 exactly', () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true, noDefaultInfinity: true, minLength: 1 }), (data) => {
        const { weights } = JSON.parse(encodeJson(snapshotOf(data))) as {
          weights: { w: { data: number[] } };
        };
        expect(Float32Array.from(weights.w.data).map((x) => x + 0)).deep.equal(data.map((x) => x + 0));
      }),
      { seed: 1 },
    );
  });
});
