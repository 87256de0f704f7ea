import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { createRng } from '../../src/core/rng.js';
import { js } from '../../src/kernels/js/index.js';
import { modelFromSnapshot } from '../../src/model/language-model.js';
import { createPredictor } from '../../src/ngram/predict.js';
import type { Counts } from '../../src/ngram/mixture.js';
import { beamOfModel } from '../../src/sample/beam-model.js';
import { logSoftmax } from '../../src/sample/log-softmax.js';
import { createPrimeReader, sampleRows } from '../../src/sample/rows.js';
import { sample } from '../../src/sample/sampler.js';
import { createConversation, readAll } from '../../src/sample/conversation.js';
import { createCounting, withCounts } from '../../src/sample/with-counts.js';
import { countsOf } from '../helpers/counted.js';
import { expectClose } from '../helpers/expect-close.js';
import { randomSnapshot } from '../helpers/random-snapshot.js';

describe('a network mixed with counts', () => {
  const snapshot = randomSnapshot({ cell: 'gru' });
  const V = snapshot.model.vocabulary;
  const table = countsOf('abcdefg', 'abcabcadefgabcadegfabc', 3);
  const counts: Counts = { table, mixture: { network: [0.2, -0.05], counts: [0.7, 0.02] } };
  const prime = Int32Array.of(0, 1, 2, 0, 3);
  const choice = { temperature: 0.9 };

  const network = (T: number, B: number) =>
    modelFromSnapshot(snapshot, { kernels: js, memory: createPlainMemory(), T, B, training: false });
  const mixed = (T: number, B: number) => withCounts(network(T, B), createCounting(counts));

  /** log P of the mixture after `ids`, from its definition. */
  function expectedAfter(ids: readonly number[]): Float64Array {
    const model = network(ids.length, 1);
    const x = model.createInput();
    x.set(ids);
    const logits = model.forward(x, model.createState(), { T: ids.length }).step.at(-1)!;
    const logs = new Float64Array(V);
    const history = [0, 0, 0, ...ids.map((id) => id + 1)];
    const logShare = createPredictor(table).predict(history, history.length - 3, logs);
    const [a, b] = [0.2 - 0.05 * logShare, 0.7 + 0.02 * logShare];
    return logSoftmax(
      logs.map((log, c) => a * logSoftmax(logits, 0, V)[c]! + b * log),
      0,
      V,
    );
  }

  it('predicts P_network^a · P_counts^b, normalized, at every place of every row', () => {
    const [T, B] = [3, 2];
    const rows = [
      [0, 1, 2, 0, 3, 4],
      [5, 6, 0, 1, 2, 0],
    ];
    const model = mixed(T, B);
    const [x, state] = [model.createInput(), model.createState()];
    for (const begin of [0, 3]) {
      for (let t = 0; t < T; t++) rows.forEach((row, b) => (x[t * B + b] = row[begin + t]!));
      const logits = model.forward(x, state, { T });
      for (let t = 0; t < T; t++) {
        rows.forEach((row, b) => {
          const expected = expectedAfter(row.slice(0, begin + t + 1));
          expectClose(logSoftmax(logits.step[t]!, b * V, V), expected, 1e-5, 1e-5);
        });
      }
    }
  });

  it('keeps what the network and the counts predict by themselves', () => {
    const [model, alone] = [mixed(2, 1), network(2, 1)];
    const x = model.createInput();
    x.set([0, 1]);
    model.forward(x, model.createState(), { T: 2 });
    expectClose(model.network().data, alone.forward(x, alone.createState(), { T: 2 }).data, 0, 0);
    const logs = new Float32Array(V);
    const logShare = createPredictor(table).predict([0, 1, 2], 0, logs);
    expect([...model.logCounts.subarray(V)]).deep.equal([...logs]);
    expect(model.exponents(1).a).closeTo(0.2 - 0.05 * logShare, 1e-6);
    expect(model.exponents(1).b).closeTo(0.7 + 0.02 * logShare, 1e-6);
  });

  it('draws the same texts one by one, side by side and in a conversation', () => {
    const texts = [0, 1, 2].map((stream) => {
      const options = { ...choice, prime, length: 20, rng: createRng(3, stream) };
      return Array.from(sample(mixed(1, 1), options), ({ id }) => id);
    });
    expect(texts[0]).not.deep.equal(texts[1]);

    const one = mixed(1, 1);
    const reader = createPrimeReader(one, one.createState());
    reader.read(prime);
    const jobs = texts.map((_, i) => ({
      start: reader.start(),
      length: 20,
      rng: createRng(3, i),
      ids: [] as number[],
    }));
    for (const { job, draw } of sampleRows(mixed(1, 2), jobs, choice)) job.ids.push(draw.id);
    expect(jobs.map(({ ids }) => ids)).deep.equal(texts);

    const talk = mixed(1, 1);
    const conversation = createConversation({ model: talk, exact: talk }, talk.createState(), choice, 0);
    readAll(conversation, prime);
    const mark = conversation.mark();
    const reply = () => {
      conversation.restore({ ...mark, rng: createRng(3, 1).state() });
      return texts[1]!.map(() => {
        const { id } = conversation.draw();
        conversation.read(id);
        return id;
      });
    };
    expect(reply()).deep.equal(texts[1]);
    expect(reply(), 'after an undo').deep.equal(texts[1]);
  });

  it('is searched by beams: each hypothesis with its own symbols as context', () => {
    const one = mixed(1, 1);
    const reader = createPrimeReader(one, one.createState());
    reader.read(prime);
    for (const { ids, logprob } of beamOfModel(mixed(1, 4), reader.start(), { width: 4, length: 5 })) {
      const read = [...prime];
      let expected = 0;
      for (const id of ids) {
        expected += expectedAfter(read)[id]!;
        read.push(id);
      }
      expect(logprob).closeTo(expected, 1e-4);
    }
  });
});
