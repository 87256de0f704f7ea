import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { createRng } from '../../src/core/rng.js';
import type { Snapshot, TaskData } from '../../src/core/snapshot.js';
import { arrayExamples, type Example } from '../../src/data/examples.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/formats/checkpoint/checkpoint.js';
import { js } from '../../src/kernels/js/index.js';
import { cellNames } from '../../src/layers/cells.js';
import { modelFromSnapshot } from '../../src/model/language-model.js';
import { examplesData } from '../../src/tasks/examples-data.js';
import { createTask } from '../../src/tasks/index.js';
import { languageData } from '../../src/tasks/language.js';
import { corpusFromText } from '../../src/text/corpus.js';
import { createVocabulary } from '../../src/text/vocabulary.js';
import type { EvalEvent, StepEvent, TrainEvent } from '../../src/train/events.js';
import type { TrainOptions } from '../../src/train/options.js';
import { presets } from '../../src/train/presets.js';
import { createReplicas } from '../../src/train/replicas.js';
import type { TrainRun } from '../../src/train/session.js';
import { trainNetwork } from '../../src/train/trainer.js';
import { expectClose } from '../helpers/expect-close.js';
import { theBackend } from '../helpers/backend.js';

const symbols = ['a', 'b', 'c', 'd'];
const rng = createRng(5);
/** Texts of 1 to 9 symbols; which of a and b came last, and the text backwards. */
const rows = Array.from({ length: 120 }, (): Example => {
  const source = Int32Array.from({ length: 1 + rng.below(9) }, () => rng.below(4));
  const label = source.lastIndexOf(0) > source.lastIndexOf(1) ? 1 : 0;
  return { source, target: source.toReversed(), label, vector: Float32Array.of(label, 1 - label) };
});

const described = (task: Partial<TaskData>): TaskData => ({
  name: 'classify',
  from: ['text'],
  to: 'label',
  toTokens: 'chars',
  scaling: null,
  delay: 0,
  reverse: false,
  source: symbols,
  target: ['0', '1'],
  ...task,
});
const tasks: Record<string, TaskData> = {
  classify: described({}),
  tag: described({ name: 'tag', target: symbols, delay: 1 }),
  'generate from a label': described({ name: 'generate', source: ['0', '1'], target: symbols }),
  'generate from numbers': described({ name: 'generate', from: ['p', 'q'], source: [], target: symbols }),
  translate: described({ name: 'translate', target: symbols, reverse: true }),
};

const small: TrainOptions = {
  ...presets.default,
  model: { ...presets.default.model, hidden: 8, layers: 2, dropout: 0.1 },
  batch: 8,
  epochs: null,
  steps: 60,
  evalEvery: 20,
};

function dataOf(task: TaskData, options: { batch: number; seed: number; check?: () => void }) {
  const cut = (from: number, to: number) => arrayExamples(rows.slice(from, to));
  const parts = { train: cut(0, 90), validation: cut(90, 105), test: cut(105, 120) };
  return examplesData(createTask(task), parts, options);
}

function run(task: TaskData, given: Partial<TrainOptions> = {}, rest: Partial<TrainRun> = {}): TrainRun {
  const options = { ...small, ...given };
  const data = dataOf(task, options);
  const vocabulary = createVocabulary({ tokens: 'chars', symbols });
  const backend = { kernels: js, memory: createPlainMemory() };
  return { options, vocabulary, task, data, backend, ...rest };
}

async function collect(run: TrainRun, stopAt = Infinity, stop = new AbortController()) {
  const events: TrainEvent[] = [];
  let last: Snapshot | undefined;
  for await (const event of trainNetwork({ ...run, signal: stop.signal })) {
    events.push(event);
    if (event.type === 'step' && event.step >= stopAt) stop.abort();
    if (event.type === 'save' && event.periodic) last = event.snapshot();
  }
  return { events, last: last! };
}

const steps = (events: TrainEvent[]) => events.filter((event): event is StepEvent => event.type === 'step');
const evaluations = (events: TrainEvent[]) =>
  events.filter((event): event is EvalEvent => event.type === 'eval');

/** All a snapshot holds, without the clock. */
function timeless({ weights, training }: Snapshot): unknown {
  const { seconds: _, ...progress } = training!.progress as Record<string, unknown>;
  return [[...weights, ...training!.tensors].map(([name, { data }]) => [name, [...data]]), progress];
}

describe('training on the rows of a table', () => {
  for (const [name, task] of Object.entries(tasks)) {
    for (const cell of cellNames()) {
      it(`${name}, ${cell}: resumes exactly, through a checkpoint file`, async () => {
        const model = { ...small.model, cell, embedding: cell === 'gru' ? 3 : 0 };
        const whole = await collect(run(task, { model }));
        let { last } = await collect(run(task, { model }), 7);
        for (const stop of [8, 31, Infinity]) {
          const from = decodeCheckpoint(encodeCheckpoint(last));
          expect(from.task).to.deep.equal(task);
          ({ last } = await collect(run(task, { model }, { from }), stop));
        }
        expect(timeless(last)).to.deep.equal(timeless(whole.last));
      });
    }

    it(`${name}: gives nearly the same on two threads as on one`, async () => {
      const losses = async (threads: number) => {
        const backend = await theBackend('wasm');
        const { events } = await collect(
          run(task, { steps: 8, evalEvery: 4 }, { backend, createEngine: createReplicas(threads, 'wasm') }),
        );
        return [...steps(events), ...evaluations(events)].map(({ loss }) => loss);
      };
      expectClose(await losses(2), await losses(1), 1e-4);
    });
  }

  it('can be stopped while the rows of an epoch are ordered, and resumes exactly', async () => {
    const whole = await collect(run(tasks['classify']!));
    const stop = new AbortController();
    const data = dataOf(tasks['classify']!, { ...small, check: () => stop.signal.throwIfAborted() });
    const train = { ...data.train };
    // the next window is the first of the second epoch, whose rows are ordered now
    train.fill = (window, batch, epoch) => {
      if (epoch === 1) stop.abort();
      data.train.fill(window, batch, epoch);
    };
    const { events, last } = await collect(
      run(tasks['classify']!, {}, { data: { ...data, train } }),
      Infinity,
      stop,
    );
    expect(steps(events)).to.have.length(data.train.windows);
    expect(events.at(-1)).to.include({ type: 'done', reason: 'stopped' });
    const { last: resumed } = await collect(run(tasks['classify']!, {}, { from: last }));
    expect(timeless(resumed)).to.deep.equal(timeless(whole.last));
  });

  it('learns: which came last, the text backwards', async () => {
    const options = { lr: 0.02, model: { ...small.model, hidden: 24, layers: 1, dropout: 0 } };
    const classified = await collect(run(tasks['classify']!, { ...options, steps: 240, evalEvery: 240 }));
    expect(evaluations(classified.events)[0]!.metrics!.accuracy).to.be.above(0.9);
    const forward = described({ name: 'tag', target: symbols, delay: 0 });
    const copy = rows.map((row) => ({ ...row, target: row.source }));
    const data = examplesData(
      createTask(forward),
      { train: arrayExamples(copy), validation: arrayExamples(copy), test: null },
      small,
    );
    const tagged = await collect(run(forward, { ...options, steps: 120, evalEvery: 120 }, { data }));
    expect(evaluations(tagged.events)[0]!.metrics).to.deep.equal({ accuracy: 1 });
  });

  it('reports what the task measures: shares of predictions, or of whole rows', async () => {
    const metricsOf = async (name: string) =>
      Object.keys(evaluations((await collect(run(tasks[name]!, { steps: 20 }))).events)[0]!.metrics ?? {});
    expect(await metricsOf('classify')).to.deep.equal(['accuracy', 'macroF1']);
    expect(await metricsOf('tag')).to.deep.equal(['accuracy']);
    expect(await metricsOf('generate from a label')).to.deep.equal([]);
    expect(await metricsOf('translate')).to.deep.equal(['exactMatch', 'tokenAccuracy']);
  });

  it('counts a translation as right only when all of it is, as found by greedy decoding', async () => {
    const task = tasks['translate']!;
    const options = {
      steps: 200,
      evalEvery: 200,
      lr: 0.02,
      model: { ...small.model, hidden: 24, dropout: 0 },
    };
    const { events, last } = await collect(run(task, options));
    const [evaluation] = evaluations(events);
    const model = modelFromSnapshot(last, {
      kernels: js,
      memory: createPlainMemory(),
      T: 10,
      B: 1,
      training: false,
    });
    const [end, validation] = [symbols.length, rows.slice(90, 105)];
    const exact = validation.filter(({ source, target }) => {
      const x = model.createInput();
      const state = model.createState();
      const pass = { x: source.toReversed(), T: source.length, starts: Int32Array.of(0) };
      x[0] = end;
      let logits = model.forward(x, state, { T: 1, source: pass }).step[0]!;
      const answer: number[] = [];
      for (;;) {
        const id = logits.indexOf(Math.max(...logits));
        if (id === end || answer.length > 12) break;
        answer.push(id);
        x[0] = id;
        logits = model.forward(x, state, { T: 1 }).step[0]!;
      }
      return answer.join() === target.join();
    });
    expect(evaluation!.metrics!.exactMatch).to.be.closeTo(exact.length / validation.length, 1e-12);
    expect(exact.length).to.be.above(0).and.below(validation.length);
  });

  it('keeps as the best the weights with the highest metric, and stops when it no longer rises', async () => {
    const { events } = await collect(
      run(tasks['classify']!, { steps: null, epochs: 60, evalEvery: 6, patience: 4, lr: 0.01 }),
    );
    const found = evaluations(events).filter(({ split }) => split === 'validation');
    let best = { metric: -1, loss: Infinity };
    for (const { loss, metrics, best: isBest } of found) {
      const metric = metrics!.accuracy!;
      const better = metric > best.metric || (metric === best.metric && loss < best.loss);
      expect(isBest).to.equal(better);
      if (better) best = { metric, loss };
    }
    expect(found.findLastIndex(({ best }) => best)).to.equal(found.length - 5);
    expect(events.at(-1)).to.include({ type: 'done', reason: 'patience' });
  });

  it('scales by rows with `--reduction sum`: the gradient is that of the mean, times predictions per row', async () => {
    const norm = async (task: TaskData, reduction: 'mean' | 'sum') =>
      steps((await collect(run(task, { reduction, steps: 1, clipNorm: 0 }))).events)[0]!.gradNorm;
    expectClose([await norm(tasks['classify']!, 'sum')], [await norm(tasks['classify']!, 'mean')], 1e-12);
    const { data } = run(tasks['tag']!);
    expect(data.train.rows).to.equal(90);
    expect(await norm(tasks['tag']!, 'sum')).to.be.above(2 * (await norm(tasks['tag']!, 'mean')));
  });

  it('says how many rows there are, and that most steps carry a symbol', async () => {
    const { events } = await collect(run(tasks['translate']!, { steps: 1 }));
    const [start] = events;
    expect(start).to.include({ type: 'start', rows: 90, stepsPerEpoch: 12 });
    expect(start!.type === 'start' && start!.occupancy).to.be.above(0.7);
  });
});

describe('a network on a table initialized from a language model', () => {
  const text = 'abba dcab abcd bacd '.repeat(20);
  const corpus = corpusFromText(text);

  async function languageModel(embedding: number): Promise<Snapshot> {
    const model = { ...small.model, embedding };
    const options = { ...small, model, seq: 5, batch: 4, steps: 10 };
    const data = languageData(corpus.source, options);
    const backend = { kernels: js, memory: createPlainMemory() };
    return (await collect({ options, vocabulary: corpus.vocabulary, data, backend })).last;
  }

  const begin = async (task: TaskData, from: Snapshot, given: Partial<TrainOptions> = {}) => {
    const initial = { weights: from.weights, symbols: from.vocabulary.symbols };
    const options = { model: { ...small.model, embedding: from.model.embedding }, steps: 0, ...given };
    return (await collect(run(task, options, { initial }))).last.weights;
  };

  for (const embedding of [0, 3]) {
    it(`has its recurrent weights, and ${embedding ? 'its embedding' : 'the columns of its symbols'}`, async () => {
      const from = await languageModel(embedding);
      const column = (weights: Snapshot['weights'], name: string, k: number): number[] => {
        const { shape, data } = weights.get(name)!;
        const [rows, width] = shape as [number, number];
        return Array.from(
          { length: embedding ? width : rows },
          (_, i) => data[embedding ? k * width + i : i * width + k]!,
        );
      };
      const input = embedding ? 'encoder.weight' : 'rnn.weight_ih_l0';
      for (const [name, prefix] of [
        ['classify', ''],
        ['tag', ''],
        ['generate from a label', ''],
        ['translate', 'source.'],
      ] as const) {
        // prettier-ignore
        const weights = await begin(tasks[name]!, from);
        expect(weights.get(`${prefix}rnn.weight_hh_l1`)).to.deep.equal(from.weights.get('rnn.weight_hh_l1'));
        symbols.forEach((symbol, k) => {
          const old = from.vocabulary.symbols.indexOf(symbol);
          expect(column(weights, prefix + input, k)).to.deep.equal(column(from.weights, input, old));
        });
      }
    });
  }

  it('keeps the decoder where it answers with the same symbols, and has a new one for labels', async () => {
    const from = await languageModel(0);
    const row = ({ data }: { data: ArrayLike<number> }, k: number) =>
      Array.from(data).slice(k * 8, (k + 1) * 8);
    const a = from.vocabulary.symbols.indexOf('a');
    const generate = await begin(tasks['generate from a label']!, from);
    expect(row(generate.get('decoder.weight')!, 0)).to.deep.equal(
      row(from.weights.get('decoder.weight')!, a),
    );
    const classify = await begin(tasks['classify']!, from);
    expect(classify.get('decoder.weight')!.shape).to.deep.equal([2, 8]);
  });

  it('leaves the recurrent layers unchanged with `freeze: rnn`, and trains the rest', async () => {
    const from = await languageModel(0);
    const weights = await begin(tasks['classify']!, from, { freeze: 'rnn', steps: 10 });
    const before = await begin(tasks['classify']!, from);
    const names = [...weights.keys()];
    expect(names).to.include.members(['rnn.weight_hh_l0', 'decoder.weight']);
    for (const [name, tensor] of weights) {
      if (name.startsWith('rnn.')) expect(tensor).to.deep.equal(before.get(name));
      else expect(tensor).to.not.deep.equal(before.get(name));
    }
  });
});
