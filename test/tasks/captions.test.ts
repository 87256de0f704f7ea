import { expect } from 'chai';
import { divideScenes, drawnScenes } from '../../corpora/scenes.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { createRng } from '../../src/core/rng.js';
import type { Clips } from '../../src/data/clips.js';
import { rowsOf, splitRows } from '../../src/data/split-rows.js';
import { unwatched } from '../../src/core/watch.js';
import { captionText, scoreCaptions } from '../../src/eval/score-captions.js';
import { controlCaptions } from '../../src/material/images/control.js';
import { captionIds } from '../../src/material/images/captions.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/formats/checkpoint/checkpoint.js';
import { chooseBackend } from '../../src/kernels/index.js';
import { writeCaptions } from '../../src/sample/captions.js';
import { captionData, captionTask } from '../../src/tasks/captions.js';
import { createVocabulary } from '../../src/text/vocabulary.js';
import type { TrainOptions } from '../../src/train/options.js';
import { presets } from '../../src/train/presets.js';
import { createReplicas } from '../../src/train/replicas.js';
import type { TrainRun } from '../../src/train/session.js';
import { trainNetwork } from '../../src/train/trainer.js';
import { expectClose } from '../helpers/expect-close.js';
import { theBackend } from '../helpers/backend.js';

const drawn = drawnScenes(divideScenes(24, 1).seen, 60, 1);
const [N, C, S] = drawn.x.shape as [number, number, number];
const scenes: Clips = { N, T: null, C, S, pixels: drawn.x.data, labels: drawn.y, perFrame: false };
const place = { file: 'scenes.npz', column: 'y', first: 1 };
const { symbols, ids: captions } = captionIds(drawn.y, 'words', place);
const task = captionTask(symbols, { toTokens: 'words' });

const options: TrainOptions = {
  ...presets.default,
  model: {
    cell: 'gru',
    hidden: 6,
    layers: 2,
    embedding: 3,
    dropout: 0.2,
    recurrentBias: true,
    images: { network: 'captions', size: S, channels: C, kernel: 3, features: 5 },
  },
  batch: 10,
  epochs: 2,
  split: { validation: 0.2, test: 0, layout: 'contiguous' },
};

async function runOf(changes: Partial<TrainRun> & { options?: TrainOptions } = {}): Promise<TrainRun> {
  const backend = await theBackend('wasm');
  const with_ = changes.options ?? options;
  const data = captionData({ images: scenes, captions }, task, with_, backend.memory);
  const vocabulary = createVocabulary({ tokens: 'chars', symbols: [] });
  return { options: with_, vocabulary, task, data, backend, ...changes };
}

async function trained(run: TrainRun): Promise<{ losses: number[]; snapshot: Snapshot }> {
  const losses: number[] = [];
  let snapshot: Snapshot | undefined;
  for await (const event of trainNetwork(run)) {
    if (event.type === 'step' || event.type === 'eval') losses.push(event.loss);
    if (event.type === 'save' && event.periodic) snapshot = event.snapshot();
  }
  return { losses, snapshot: snapshot! };
}

const numbersOf = ({ weights }: Snapshot) => [...weights].map(([name, { data }]) => [name, ...data]);

describe('captions', () => {
  it('resume bit-for-bit, through a checkpoint file', async () => {
    const whole = await trained(await runOf());
    for (const steps of [1, 4, 7]) {
      const first = await trained(await runOf({ options: { ...options, steps } }));
      const from = decodeCheckpoint(encodeCheckpoint(first.snapshot));
      expect(from.task).deep.equal(task);
      const rest = await trained(await runOf({ from }));
      expect(numbersOf(rest.snapshot)).deep.equal(numbersOf(whole.snapshot));
    }
  });

  it('are learned the same on several threads, up to rounding', async () => {
    const one = await trained(await runOf());
    const two = await trained(await runOf({ createEngine: createReplicas(2, 'wasm') }));
    expectClose(two.losses, one.losses, 1e-4);
  });

  it('leave a frozen CNN unchanged, to the bit, and train it otherwise', async () => {
    const before = await trained(await runOf({ options: { ...options, steps: 1 } }));
    const initial = { weights: before.snapshot.weights, symbols: [] };
    for (const freeze of ['cnn', null]) {
      const { snapshot } = await trained(await runOf({ options: { ...options, freeze }, initial }));
      const cnn = [...snapshot.weights].filter(([name]) => name.startsWith('cnn.'));
      expect(cnn).not.empty;
      for (const [name, { data }] of cnn) {
        const same = expect(data, name);
        const then = before.snapshot.weights.get(name)!.data;
        if (freeze) same.deep.equal(then);
        else same.not.deep.equal(then);
      }
    }
  });

  it('are scored as they are written, with the loss that training reports of the same images', async () => {
    const own = { ...options, lr: 1e-2, epochs: 12 };
    const { losses, snapshot } = await trained(await runOf({ options: own }));
    const validation = rowsOf(splitRows(N, own.split, own.seed).validation);
    const size = S * S * C;
    const pixels = new Uint8Array(validation.length * size);
    validation.forEach((n, i) =>
      pixels.set((scenes.pixels as Uint8Array).subarray(n * size, (n + 1) * size), i * size),
    );
    const part: Clips = { ...scenes, N: validation.length, pixels };
    const given = Array.from(validation, (n) => captions[n]!);
    const score = await scoreCaptions(snapshot, { images: part, given }, await theBackend('wasm'), {
      rng: createRng(1),
    });
    expectClose([score.loss], [losses.at(-1)!], 1e-5);
    const written = score.captions.map(({ ids }) => captionText(task, ids));
    const exact = written.filter((text, i) => text === drawn.y[validation[i]!]).length;
    expect(score.metrics['exactMatch']!.value).closeTo(exact / validation.length, 1e-12);
    // two sentences of this template share "a" and "a" at the least
    expect(score.metrics['wordAccuracy']!.value).above(0.3).and.below(1);
    const backend = await theBackend('wasm');
    const control = await controlCaptions(snapshot, { images: scenes, captions }, own, {
      backend,
      watch: unwatched,
    });
    expect(control!.right).closeTo(score.metrics['wordAccuracy']!.value, 1e-12);
    const others = {
      ...part,
      pixels: new Uint8Array([...pixels.subarray(size), ...pixels.subarray(0, size)]),
    };
    const shuffled = await scoreCaptions(snapshot, { images: others, given }, backend, {
      rng: createRng(own.seed),
    });
    const { value, interval } = shuffled.metrics['wordAccuracy']!;
    expect(control!.shuffled).closeTo(value, 1e-12);
    expect(control!.differ).equal(control!.right > interval!.high);
  });

  it('do not depend on the other images of the batch', async () => {
    const { snapshot } = await trained(await runOf());
    const backend = await chooseBackend('js');
    const choice = { temperature: 0, length: 20, rng: createRng(1) };
    const all = [...writeCaptions(snapshot, scenes, backend, choice)];
    const size = S * S * C;
    const last: Clips = { ...scenes, N: 1, pixels: scenes.pixels.slice((N - 1) * size) };
    const [alone] = [...writeCaptions(snapshot, last, backend, choice)];
    expect(alone!.ids).deep.equal(all[N - 1]!.ids);
    expect(alone!.logprob).closeTo(all[N - 1]!.logprob, 1e-5);
  });
});
