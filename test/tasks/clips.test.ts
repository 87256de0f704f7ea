import { argmax } from '../../src/core/numbers.js';
import { expect } from 'chai';
import { movingArrows } from '../../corpora/clips.js';
import { createPlainMemory } from '../../src/core/memory.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { createBatch } from '../../src/data/batch.js';
import type { Clips } from '../../src/data/clips.js';
import { answerClips } from '../../src/sample/clips.js';
import { chooseBackend } from '../../src/kernels/index.js';
import { classesOf, clipData } from '../../src/tasks/clips.js';
import { createVocabulary } from '../../src/text/vocabulary.js';
import type { TrainOptions } from '../../src/train/options.js';
import { presets } from '../../src/train/presets.js';
import { createReplicas } from '../../src/train/replicas.js';
import type { TrainRun } from '../../src/train/session.js';
import { trainNetwork } from '../../src/train/trainer.js';
import { expectClose } from '../helpers/expect-close.js';
import { backendNames, theBackend } from '../helpers/backend.js';

const arrows = movingArrows(60, 1);
const [N, T, C, S] = arrows.x.shape as [number, number, number, number];
const clips: Clips = { N, T, C, S, pixels: arrows.x.data, labels: arrows.y, perFrame: false };
const classes = classesOf(clips);

const images = { network: 'conv', size: S, channels: C, kernel: 3, features: 8 } as const;
const options: TrainOptions = {
  ...presets.default,
  model: { cell: 'gru', hidden: 4, layers: 1, embedding: 0, dropout: 0.2, recurrentBias: true, outputs: classes.length, images }, // prettier-ignore
  batch: 10,
  epochs: 2,
  split: { validation: 0.2, test: 0, layout: 'contiguous' },
};

async function runOf(changes: Partial<TrainRun> & { options?: TrainOptions } = {}): Promise<TrainRun> {
  const backend = await theBackend('wasm');
  const with_ = changes.options ?? options;
  return {
    options: with_,
    vocabulary: createVocabulary({ tokens: 'chars', symbols: [] }),
    labels: classes,
    data: clipData(clips, classes, with_, backend.memory),
    backend,
    ...changes,
  };
}

/** Trains to the end; returns every loss, and the last snapshot. */
async function trained(run: TrainRun): Promise<{ losses: number[]; snapshot: Snapshot }> {
  const losses: number[] = [];
  let snapshot: Snapshot | undefined;
  for await (const event of trainNetwork(run)) {
    if (event.type === 'step') losses.push(event.loss);
    if (event.type === 'save' && event.periodic) snapshot = event.snapshot();
  }
  return { losses, snapshot: snapshot! };
}

const numbersOf = (snapshot: Snapshot) => [...snapshot.weights].map(([name, { data }]) => [name, ...data]);

describe('clips as training data', () => {
  it('has every clip once an epoch, in another order each, its label at the last frame alone', () => {
    const data = clipData(clips, classes, options, createPlainMemory());
    const batch = createBatch(createPlainMemory(), data.T, data.B);
    const epochs = [0, 1].map((epoch) => {
      const seen: number[] = [];
      for (let window = 0; window < data.train.windows; window++) {
        data.train.fill(window, batch, epoch);
        for (let b = 0; b < batch.rows; b++) {
          const clip = batch.x[b]! / T;
          seen.push(clip);
          for (let t = 0; t < T; t++) {
            expect(batch.x[t * data.B + b]).equal(clip * T + t);
            expect(batch.mask[t * data.B + b]).equal(t === T - 1 ? 1 : 0);
          }
          expect(classes[batch.y[(T - 1) * data.B + b]!]).equal(arrows.y[clip]);
        }
      }
      return seen;
    });
    expect(epochs[0]).not.deep.equal(epochs[1]);
    expect(epochs[0]!.toSorted()).deep.equal(epochs[1]!.toSorted());
    expect(new Set(epochs[0]).size).equal(48);
    expect(data.train.count).equal(48);
    expect(data.validation!.count).equal(12);
  });

  it('shows a label at every frame where there is one for each', () => {
    const labels = arrows.y.flatMap((label) => Array<string>(T).fill(label));
    const perFrame: Clips = { ...clips, labels, perFrame: true };
    const data = clipData(perFrame, classes, options, createPlainMemory());
    const batch = createBatch(createPlainMemory(), data.T, data.B);
    data.train.fill(0, batch, 0);
    expect(batch.count).equal(10 * T);
    expect([...batch.mask].every((shown) => shown === 1)).equal(true);
  });
});

describe('training on clips', () => {
  it('lowers the loss, and answers do not depend on the clips beside', async () => {
    const pixels = Uint8Array.from(
      { length: N * T * C * S * S },
      (_, i) => (i % 50) + (i < (N / 2) * T * C * S * S ? 200 : 0),
    );
    const plain: Clips = {
      ...clips,
      pixels,
      labels: clips.labels!.map((_, n) => (n < N / 2 ? 'bright' : 'dark')),
    };
    const kinds = classesOf(plain);
    const simple = { ...options, epochs: 6, lr: 1e-2, model: { ...options.model, outputs: kinds.length } };
    const run = await runOf({ options: simple, labels: kinds });
    const data = clipData(plain, kinds, simple, run.backend.memory);
    const { losses, snapshot } = await trained({ ...run, data });
    expect(losses.at(-1)).below(0.2);
    const backend = await chooseBackend('js');
    const all = Array.from(answerClips(snapshot, plain, backend), ({ probabilities }) => probabilities[0]!);
    expect(all.map((p) => kinds[argmax(p)])).deep.equal(plain.labels);
    const last: Clips = { ...plain, N: 1, pixels: pixels.slice((N - 1) * T * C * S * S) };
    const [alone] = answerClips(snapshot, last, backend);
    expectClose(alone!.probabilities[0]!, all[N - 1]!, 1e-6, 1e-7);
    expect(argmax(Float64Array.of(0.2, 0.4, 0.4))).equal(1);
  });

  it('resumes bit-for-bit, wherever it stopped', async () => {
    const whole = await trained(await runOf());
    for (const steps of [1, 5, 7]) {
      const first = await trained(await runOf({ options: { ...options, steps } }));
      const rest = await trained(await runOf({ from: first.snapshot }));
      expect(numbersOf(rest.snapshot)).deep.equal(numbersOf(whole.snapshot));
    }
  });

  it('is the same on several threads, up to rounding', async () => {
    const one = await trained(await runOf());
    const two = await trained(await runOf({ createEngine: createReplicas(2, 'wasm') }));
    expectClose(two.losses, one.losses, 1e-4);
  });

  it('leaves a frozen CNN unchanged, to the bit, and its moments at zero, on one thread and on two', async () => {
    const frames = {
      ...options,
      model: { ...options.model, images: { ...images, network: 'frames' as const } },
    };
    const { snapshot: cnn } = await trained(await runOf({ options: frames }));
    const recurrent = { ...images, network: 'cnn-lstm' as const };
    const model = { ...options.model, cell: 'lstm', images: recurrent };
    for (const createEngine of [undefined, createReplicas(2, 'wasm')]) {
      const run = await runOf({
        options: { ...options, model, freeze: 'cnn' },
        initial: { weights: cnn.weights, symbols: [] },
        ...(createEngine && { createEngine }),
      });
      const { snapshot } = await trained(run);
      let moved = 0;
      for (const [name, { data }] of snapshot.weights) {
        if (name.startsWith('cnn.')) expect(data, name).deep.equal(cnn.weights.get(name)!.data);
        else moved++;
      }
      expect(moved).above(0);
      const frozen = [...snapshot.weights].filter(([name]) => name.startsWith('cnn.'));
      const count = frozen.reduce((sum, [, { data }]) => sum + data.length, 0);
      for (const [name, { data }] of snapshot.training!.tensors) {
        if (name.startsWith('optimizer.'))
          expect(
            data.slice(0, count).every((x) => x === 0),
            name,
          ).equal(true);
      }
    }
  });

  it('is exactly half right about the direction without memory: a clip and its reverse are scored alike', async () => {
    const model = { ...options.model, images: { ...images, network: 'frames' as const } };
    const { snapshot } = await trained(await runOf({ options: { ...options, model } }));
    for (const name of backendNames) {
      const answers = [...answerClips(snapshot, clips, await theBackend(name))];
      const bytes = (n: number, reverse: boolean) => {
        const size = C * S * S;
        const frames = Array.from({ length: T }, (_, t) =>
          clips.pixels.slice((n * T + t) * size, (n * T + t + 1) * size).join(),
        );
        return (reverse ? frames.toReversed() : frames).join('|');
      };
      const answerOf = new Map(
        answers.map(({ clip, probabilities }) => [bytes(clip, false), probabilities[0]!]),
      );
      expect(answers).length(N);
      for (const { clip, probabilities } of answers) {
        expect([...answerOf.get(bytes(clip, true))!]).deep.equal([...probabilities[0]!]);
      }
    }
  });
});
