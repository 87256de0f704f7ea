import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { UserError } from '../../src/core/errors.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { js } from '../../src/kernels/js/index.js';
import { modelFromSnapshot } from '../../src/model/language-model.js';
import { sample } from '../../src/sample/sampler.js';
import { createRng } from '../../src/core/rng.js';
import { arraySource } from '../../src/text/id-source.js';
import { languageData } from '../../src/tasks/language.js';
import { createVocabulary } from '../../src/text/vocabulary.js';
import type { StepEvent, TrainEvent } from '../../src/train/events.js';
import type { TrainOptions } from '../../src/train/options.js';
import type { Progress } from '../../src/train/progress.js';
import { presets } from '../../src/train/presets.js';
import type { TrainRun } from '../../src/train/session.js';
import { trainNetwork } from '../../src/train/trainer.js';

const text = 'the cat sat on the mat; "the dog" lay (still) by the door. '.repeat(20);
const symbols = [...new Set(text)].sort();
const vocabulary = createVocabulary({ tokens: 'chars', symbols });
const source = arraySource(Array.from(text, (symbol) => vocabulary.idOf(symbol)!));

const small: TrainOptions = {
  ...presets.default,
  model: { ...presets.default.model, hidden: 8, layers: 2, dropout: 0.1 },
  seq: 6,
  batch: 4,
  epochs: null,
  steps: 60,
  evalEvery: 20,
  split: { validation: 0.1, test: 0.1, layout: 'contiguous' },
};

function run(given: Partial<TrainOptions>, rest: Partial<TrainRun> = {}): TrainRun {
  const options = { ...small, ...given };
  const backend = { kernels: js, memory: createPlainMemory() };
  return { options, vocabulary, data: languageData(source, options), backend, ...rest };
}

/** Trains, if asked only until step `stopAt`, and keeps all events and checkpoints. */
async function collect(
  run: TrainRun,
  stopAt = Infinity,
): Promise<{ events: TrainEvent[]; last: Snapshot; snapshots: Map<number, Snapshot> }> {
  const events: TrainEvent[] = [];
  const snapshots = new Map<number, Snapshot>();
  const stop = new AbortController();
  for await (const event of trainNetwork({ ...run, signal: stop.signal })) {
    events.push(event);
    if (event.type === 'step' && event.step >= stopAt) stop.abort();
    if (event.type === 'save' && event.periodic) snapshots.set(event.step, event.snapshot());
  }
  return { events, snapshots, last: snapshots.get(Math.max(...snapshots.keys()))! };
}

/** All a snapshot holds, without the clock. */
function timeless(snapshot: Snapshot): unknown {
  const { seconds: _, ...progress } = snapshot.training!.progress as Record<string, unknown>;
  const tensors = [...snapshot.weights, ...snapshot.training!.tensors].map(([name, t]) => [
    name,
    Array.from(t.data),
  ]);
  return { tensors, progress };
}

/** An event but for what the clock says. */
function withoutClock(event: TrainEvent): unknown {
  return { ...event, seconds: 0, charactersPerSecond: 0 };
}

const steps = (events: TrainEvent[]) => events.filter((event): event is StepEvent => event.type === 'step');
const recipes: [string, Partial<TrainOptions>][] = [
  [
    'rnn, adagrad',
    { model: { ...small.model, cell: 'rnn' }, optimizer: { ...small.optimizer, name: 'adagrad' } },
  ],
  ['lstm, adam, cosine', { schedule: { name: 'cosine', decay: 1, decayAfter: 1, warmup: 5 } }],
  ['gru, rmsprop, exponential', { model: { ...small.model, cell: 'gru' }, optimizer: { ...small.optimizer, name: 'rmsprop' }, schedule: { name: 'exponential', decay: 0.9, decayAfter: 1, warmup: 0 } }], // prettier-ignore
  ['min-gru, rmsprop', { model: { ...small.model, cell: 'min-gru' }, optimizer: { ...small.optimizer, name: 'rmsprop' } }], // prettier-ignore
  ['lstm, sgd, plateau', { optimizer: { ...small.optimizer, name: 'sgd' }, schedule: { name: 'plateau', decay: 0.5, decayAfter: 1, warmup: 0 } }], // prettier-ignore
];

describe('training', () => {
  it('begins at ln V and improves', async () => {
    const schedule = { ...small.schedule, name: 'constant', warmup: 0 } as const;
    const { events } = await collect(run({ steps: 200, lr: 0.02, schedule }));
    const losses = steps(events).map((event) => event.loss);
    expect(losses[0]).to.be.closeTo(Math.log(symbols.length), 0.3);
    expect(losses.at(-1)).to.be.lessThan(losses[0]! * 0.7);
  });

  it('yields events in order: start, steps, evaluations, save, the last evaluation, done', async () => {
    const { events } = await collect(run({ saveEvery: 30 }));
    expect(events[0]).to.include({ type: 'start', step: 0, totalSteps: 60, vocabulary: symbols.length });
    expect(steps(events).map((event) => event.step)).to.deep.equal(
      Array.from({ length: 60 }, (_, i) => i + 1),
    );
    const evaluations = events.filter((event) => event.type === 'eval');
    expect(evaluations.map((event) => [event.split, event.step])).to.deep.equal([
      ['validation', 20],
      ['validation', 40],
      ['validation', 60],
      ['test', 60],
    ]);
    const saves = events.filter((event) => event.type === 'save' && event.periodic);
    expect(saves.map((event) => event.type === 'save' && event.step)).to.deep.equal([30, 60]);
    expect(events.at(-1)).to.include({ type: 'done', step: 60, reason: 'steps' });
  });

  for (const [name, options] of recipes) {
    it(`is the same, bit for bit, with the same seed (${name})`, async () => {
      const [a, b] = [await collect(run(options)), await collect(run(options))];
      expect(timeless(a.last)).to.deep.equal(timeless(b.last));
    });

    it(`resumes exactly, any number of times (${name})`, async () => {
      const whole = await collect(run({ ...options, saveEvery: 60 }));
      let snapshot = (await collect(run(options), 17)).last;
      const losses: number[] = [];
      for (const stop of [18, 40, 41, Infinity]) {
        const { events, last } = await collect(run(options, { from: snapshot }), stop);
        losses.push(...steps(events).map((event) => event.loss));
        snapshot = last;
      }
      expect(timeless(snapshot)).to.deep.equal(timeless(whole.last));
      expect(losses).to.deep.equal(steps(whole.events).map((event) => event.loss).slice(17)); // prettier-ignore
    });
  }

  it('is the same run when its limit of steps is raised at a resume', async () => {
    const half = (await collect(run({ ...recipes[2]![1], steps: 30 }))).last;
    const resumed = await collect(run(recipes[2]![1], { from: half }));
    const whole = await collect(run(recipes[2]![1]));
    const weights = (snapshot: Snapshot) =>
      [...snapshot.weights.values()].map(({ data }) => Array.from(data));
    expect(weights(resumed.last)).to.deep.equal(weights(whole.last));
  });

  it('never calls a model the best that is worse than one found after the last step of an earlier run', async () => {
    const half = await collect(run({ steps: 30 }));
    const best = { loss: 0.001, weights: half.last.weights };
    const { events } = await collect(run({}, { from: half.last, best }));
    const found = events.filter((event) => event.type === 'eval' && event.best);
    expect(found).to.have.length(0);
    expect(events.at(-1)).to.include({ type: 'done', best: 0.001 });
  });

  it('resumes exactly without the best model: the best loss of all evaluations counts', async () => {
    const given: Partial<TrainOptions> = {
      lr: 1,
      steps: 30,
      evalEvery: 3,
      saveEvery: 3,
      schedule: { ...small.schedule, name: 'plateau', decay: 0.7, decayAfter: 1 },
      optimizer: { ...small.optimizer, name: 'adam' },
    };
    const whole = await collect(run(given));
    const bests = [...whole.snapshots.values()].map(
      ({ training }) => (training!.progress as unknown as Progress).best,
    );
    expect(new Set(bests).size).to.be.below(bests.length); // some evaluations are no better
    for (const step of [3, 6, 9, 12]) {
      const resumed = await collect(run(given, { from: whole.snapshots.get(step)! }));
      for (const [at, snapshot] of resumed.snapshots)
        expect(timeless(snapshot), `step ${at}`).to.deep.equal(timeless(whole.snapshots.get(at)!));
    }
  });

  it('with --ema evaluates and saves the average, trains as without it, and resumes exactly', async () => {
    const plain = await collect(run({}));
    const whole = await collect(run({ ema: 0.9 }));
    expect(steps(whole.events).map(({ loss }) => loss)).to.deep.equal(
      steps(plain.events).map(({ loss }) => loss),
    );
    const model = (of: typeof whole) => [...of.last.weights.values()].map(({ data }) => Array.from(data));
    expect(model(whole)).not.to.deep.equal(model(plain));
    const trained = Array.from(whole.last.training!.tensors.get('optimizer.weights')!.data);
    expect(trained).to.deep.equal(model(plain).flat());
    const losses = (events: TrainEvent[]) =>
      events.flatMap((event) => (event.type === 'eval' ? event.loss : []));
    const averaged = { ...whole.last, training: undefined };
    const again = await collect(run({ steps: 0 }, { initial: { weights: averaged.weights, symbols } }));
    expect(again.last.weights).to.deep.equal(whole.last.weights);
    expect(losses(whole.events)).not.to.deep.equal(losses(plain.events));

    const first = await collect(run({ ema: 0.9 }), 33);
    const second = await collect(run({ ema: 0.9 }, { from: first.last }));
    expect(timeless(second.last)).to.deep.equal(timeless(whole.last));
  });

  it('differs with another seed', async () => {
    const [a, b] = [await collect(run({ seed: 1 })), await collect(run({ seed: 2 }))];
    expect(timeless(a.last)).to.not.deep.equal(timeless(b.last));
  });

  it('with 0 steps offers the untrained network and ends', async () => {
    const { events, last } = await collect(run({ steps: 0 }));
    expect(events.map((event) => event.type)).to.deep.equal(['start', 'save', 'done']);
    expect(last.training!.progress).to.include({ step: 0 });
  });

  it('stops at the next step when asked to, with a checkpoint that resumes bit-for-bit', async () => {
    const before = await collect(run({}), 23);
    expect(before.events.at(-1)).to.include({ type: 'done', reason: 'stopped', step: 23 });
    const resumed = await collect(run({}, { from: before.last }));
    const whole = await collect(run({}));
    expect(timeless(resumed.last)).to.deep.equal(timeless(whole.last));
  });

  it('can be stopped during an evaluation, which is then repeated first when it resumes', async () => {
    const whole = await collect(run({}));
    const told = (events: TrainEvent[]) => events.filter(({ type }) => type === 'step' || type === 'eval').map(withoutClock); // prettier-ignore
    let stoppedWhileLooking = 0;
    for (let patience = 18; patience < 32; patience++) {
      let asked = 0;
      const signal = { get aborted() { return ++asked > patience } } as AbortSignal; // prettier-ignore
      const before: TrainEvent[] = [];
      let snapshot: Snapshot | undefined;
      for await (const event of trainNetwork(run({}, { signal }))) {
        before.push(event);
        if (event.type === 'save' && event.periodic) snapshot = event.snapshot();
      }
      expect(before.at(-1)).to.include({ type: 'done', reason: 'stopped' });
      if (snapshot!.training!.progress!['evaluationDue' as never]) stoppedWhileLooking += 1;
      const { events, last } = await collect(run({}, { from: snapshot! }));
      expect(timeless(last)).to.deep.equal(timeless(whole.last));
      expect(told([...before, ...events])).to.deep.equal(told(whole.events));
    }
    expect(stoppedWhileLooking).to.be.greaterThan(3);
  });

  it('repeats the interrupted evaluation also when others are requested, or none is possible', async () => {
    let asked = 0;
    const signal = { get aborted() { return ++asked > 22 } } as AbortSignal; // prettier-ignore
    let snapshot: Snapshot | undefined;
    for await (const event of trainNetwork(run({}, { signal })))
      if (event.type === 'save') snapshot = event.snapshot();
    expect(snapshot!.training!.progress).to.include({ step: 20, evaluationDue: true });
    const { events } = await collect(run({ evalEvery: 7 }, { from: snapshot! }));
    expect(events.filter(({ type }) => type === 'eval').slice(0, 2)).to.have.deep.nested.property(
      '[0].step',
      20,
    );
    const split = { validation: 0, test: 0, layout: 'contiguous' } as const;
    const without = await collect(run({ split }, { from: snapshot! }));
    expect(without.events.at(-1)).to.include({ type: 'done', step: 60 });
  });

  it('stops by patience after so many evaluations without a better loss', async () => {
    const options = { lr: 0, patience: 3, evalEvery: 5, steps: 500 };
    const { events } = await collect(run(options));
    expect(events.at(-1)).to.include({ type: 'done', reason: 'patience', step: 20 });
  });

  it('refuses a step whose loss or gradient is not finite; the last weights stay finite', async () => {
    const optimizer = { ...small.optimizer, name: 'sgd' } as const;
    const diverging = run({ lr: 1e38, clipNorm: 0, optimizer, saveEvery: 1 });
    let last: Snapshot | undefined;
    try {
      for await (const event of trainNetwork(diverging)) if (event.type === 'save') last = event.snapshot();
      expect.fail('it did not diverge');
    } catch (error) {
      expect(error).to.be.instanceOf(UserError);
      const { code, fields } = error as UserError;
      expect(code).to.equal('train/diverged');
      expect(fields['quantity']).to.match(/^the (loss|smoothed loss|gradient norm|norm of the weights)$/);
    }
    expect([...last!.weights.values()].every(({ data }) => data.every(Number.isFinite))).to.equal(true);
  });

  it('refuses a loss that is finite but far above that of uniform guessing for long', async () => {
    const optimizer = { ...small.optimizer, name: 'sgd' } as const;
    let steps = 0;
    try {
      for await (const event of trainNetwork(run({ lr: 3000, clipNorm: 0, optimizer, steps: 3000 }))) {
        if (event.type === 'step') steps = event.step;
      }
      expect.fail('it did not diverge');
    } catch (error) {
      const { code, fields } = error as UserError;
      expect(code).to.equal('train/diverged');
      expect(fields['quantity']).to.equal('the smoothed loss');
      expect(fields['value']).to.be.above(10);
      expect(fields['step']).to.equal(steps + 1);
    }
  });

  it('smooths the loss over about 25,000 predictions, whatever the size of a window', async () => {
    const { events } = await collect(run({ steps: 200 }));
    const steps = events.filter((event) => event.type === 'step');
    const { batch, seq } = events.find((event) => event.type === 'start')!;
    const keep = 0.999 ** ((batch * seq) / 25);
    expect(steps).to.have.length(200);
    for (const [i, { loss, smoothLoss }] of steps.entries()) {
      if (i > 0) expect(smoothLoss).to.be.closeTo(loss + keep * (steps[i - 1]!.smoothLoss - loss), 1e-9);
    }
  });

  it("learns the textbook's hello, which argmax sampling then reproduces", async () => {
    const hello = createVocabulary({ tokens: 'chars', symbols: ['e', 'h', 'l', 'o'] });
    const ids = Array.from('hello', (symbol) => hello.idOf(symbol)!);
    const options: TrainOptions = { ...presets['min-char-rnn'], steps: 300 };
    const backend = { kernels: js, memory: createPlainMemory() };
    const data = languageData(arraySource(ids), options);
    const { last } = await collect({ options, vocabulary: hello, data, backend });
    const model = modelFromSnapshot(last, { ...backend, T: 1, B: 1, training: false });
    const prime = Int32Array.of(hello.idOf('h')!);
    const drawn = [...sample(model, { prime, length: 4, temperature: 0, rng: createRng(1) })];
    expect(drawn.map(({ id }) => hello.symbols[id]).join('')).to.equal('ello');
  });

  it('reports the loss per character, whether the gradient is of the mean or of the sum over time', async () => {
    const first = async (reduction: 'mean' | 'sum') =>
      steps((await collect(run({ reduction, steps: 1 }))).events)[0]!;
    const [mean, sum] = [await first('mean'), await first('sum')];
    expect(mean.loss).to.equal(sum.loss);
    expect(sum.gradNorm / mean.gradNorm).to.be.closeTo(small.seq, 1e-4);
  });
});
