import { expect } from 'chai';
import fc from 'fast-check';
import { createPlainMemory } from '../../src/core/memory.js';
import { createRng } from '../../src/core/rng.js';
import { js } from '../../src/kernels/js/index.js';
import { modelFromSnapshot, type LanguageModel } from '../../src/model/language-model.js';
import { readText, type Stretch } from '../../src/model/read-text.js';
import { arraySource } from '../../src/text/id-source.js';
import { randomSnapshot } from '../helpers/random-snapshot.js';

const snapshot = randomSnapshot({ cell: 'lstm' });
const V = snapshot.model.vocabulary;
const rng = createRng(3);
const ids = Int32Array.from({ length: 90 }, () => rng.below(V));

const modelOf = (T: number, B: number): LanguageModel =>
  modelFromSnapshot(snapshot, { kernels: js, memory: createPlainMemory(), T, B, training: false });

/** The logits at each position of one stretch, read step by step from a state of zeros. */
function stepByStep({ begin, from, to }: Stretch): Map<number, Float32Array> {
  const model = modelOf(1, 1);
  const state = model.createState();
  const logits = new Map<number, Float32Array>();
  for (let position = begin; position < to; position++) {
    const row = model.forward(ids.slice(position, position + 1), state, { T: 1 });
    if (position >= from) logits.set(position, Float32Array.from(row.data));
  }
  return logits;
}

const stretchesArbitrary = fc.array(
  fc.tuple(fc.nat(89), fc.nat(20), fc.nat(20)).map(([begin, warmUp, length]) => {
    const from = Math.min(89, begin + warmUp);
    return { begin, from, to: Math.min(90, from + 1 + length) };
  }),
  { maxLength: 7 },
);

describe('readText', () => {
  it('shows each position of each stretch once, with the logits of a separate pass and the symbol that follows', () => {
    fc.assert(
      fc.property(
        stretchesArbitrary,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        (stretches, T, B) => {
          const missing = stretches.map(stepByStep);
          for (const { places, positions, first, logits, next } of readText(
            modelOf(T, B),
            arraySource(ids),
            stretches,
          )) {
            places.forEach((place, i) => {
              const expected = missing[first + (place % B)]!;
              const position = positions[i]!;
              expect(logits.data.slice(place * V, (place + 1) * V)).to.deep.equal(expected.get(position));
              expect(next[place]).to.equal(ids[position + 1] ?? 0);
              expected.delete(position);
            });
          }
          for (const { size } of missing) expect(size).to.equal(0);
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });
});
