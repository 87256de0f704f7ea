import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { createRng } from '../../src/core/rng.js';
import { evaluate } from '../../src/eval/evaluate.js';
import { scoreText, type ScoredText } from '../../src/eval/score-text.js';
import { js } from '../../src/kernels/js/index.js';
import { modelFromSnapshot } from '../../src/model/language-model.js';
import { arraySource } from '../../src/text/id-source.js';
import { expectClose } from '../helpers/expect-close.js';
import { randomSnapshot } from '../helpers/random-snapshot.js';

const snapshot = randomSnapshot({ cell: 'lstm', layers: 2 });
const rng = createRng(3);
const ids = Int32Array.from({ length: 500 }, () => rng.below(7));

/** −log p of every symbol but the first, one step at a time. */
function stepByStep(): number[] {
  const one = { kernels: js, memory: createPlainMemory(), T: 1, B: 1, training: false };
  const model = modelFromSnapshot(snapshot, one);
  const state = model.createState();
  return Array.from(ids.subarray(1), (next, t) => {
    const logits = Array.from(model.forward(ids.slice(t, t + 1), state, { T: 1 }).data);
    return Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0)) - logits[next]!;
  });
}

async function natsOf(setup: { batch?: number; piece?: number; warmUp?: number }): Promise<number[]> {
  const nats: number[] = [];
  for await (const scored of scoreText(snapshot, arraySource(ids), { kernels: js, ...setup })) {
    expect(scored.from).equal(nats.length + 1);
    nats.push(...scored.nats);
  }
  return nats;
}

describe('evaluate', () => {
  it('reads a text once from beginning to end, its state carried on', async () => {
    const expected = stepByStep();
    expectClose(await natsOf({}), expected, 0, 1e-5);
  });

  it('gives the same scores for any number of rows', async () => {
    const one = await natsOf({ batch: 1, piece: 60, warmUp: 20 });
    for (const batch of [2, 3, 7, 100])
      expect(await natsOf({ batch, piece: 60, warmUp: 20 })).deep.equal(one);
  });

  it('gives nearly the same for pieces that are warmed up as for a single pass', async () => {
    const whole = await natsOf({});
    const warmed = await natsOf({ piece: 100, warmUp: 60 });
    expectClose(warmed, whole, 0, 1e-3);
  });

  it('sums up', async () => {
    const scores: ScoredText[] = [];
    const each = (scored: ScoredText) => void scores.push(scored);
    const result = await evaluate(snapshot, arraySource(ids), { kernels: js, each });
    const nats = await natsOf({});
    const mean = nats.reduce((a, b) => a + b, 0) / nats.length;
    expect(result.characters).equal(499);
    expect(result.loss).closeTo(mean, 1e-12);
    expect(result.bitsPerCharacter).closeTo(mean / Math.log(2), 1e-12);
    expect(result.perplexity).closeTo(Math.exp(mean), 1e-12);
    expect(result.interval!.low).below(mean);
    expect(result.interval!.high).above(mean);
    expect(scores[0]!.rank).lengthOf(499);
  });

  it('gives an untrained network of zeros ln V', async () => {
    const zeros = randomSnapshot({ cell: 'gru' }, { deviation: 0 });
    const { loss } = await evaluate(zeros, arraySource(ids), { kernels: js });
    expect(loss).closeTo(Math.log(7), 1e-6);
  });
});
