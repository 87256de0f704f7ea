import { createRng } from '../src/core/rng.js';
import type { ImageConfig } from '../src/core/snapshot.js';
import type { Clips } from '../src/data/clips.js';
import type { Backend } from '../src/kernels/index.js';
import { imageShapes, mapOf, stagesOf } from '../src/model/image-shapes.js';
import { clipData } from '../src/tasks/clips.js';
import { createVocabulary } from '../src/text/vocabulary.js';
import type { TrainOptions } from '../src/train/options.js';
import { presets } from '../src/train/presets.js';
import { createReplicas } from '../src/train/replicas.js';
import { trainNetwork } from '../src/train/trainer.js';
import type { Workload } from './workloads.js';

/** Clips of docs/video.md: 16×16 pixels, eight labels; random, as speed does not depend on what they show. */
const [N, S, LABELS, FEATURES, KERNEL] = [500, 16, 8, 64, 3];

/** The image part of a network on clips. */
export const imagesOf = ({ network }: Workload): ImageConfig => ({
  network: network!,
  size: S,
  channels: 1,
  kernel: KERNEL,
  features: FEATURES,
});

/** Trains a network on clips; yields the frames of every step. */
export async function* clipTraining(w: Workload, backend: Backend, threads: number): AsyncGenerator<number> {
  const rng = createRng(1);
  const labels = Array.from({ length: LABELS }, (_, i) => `${i}`);
  const clips: Clips = {
    N,
    T: w.seq,
    C: 1,
    S,
    perFrame: false,
    pixels: Uint8Array.from({ length: N * w.seq * S * S }, () => rng.below(256)),
    labels: Array.from({ length: N }, (_, n) => labels[n % LABELS]!),
  };
  const { cell, layers, hidden, batch } = w;
  const options: TrainOptions = {
    ...presets.default,
    model: {
      cell,
      layers,
      hidden,
      embedding: 0,
      dropout: 0,
      recurrentBias: true,
      outputs: LABELS,
      images: imagesOf(w),
    },
    optimizer: { ...presets['torch-rnn'].optimizer, name: 'adam' },
    schedule: { name: 'constant', decay: 1, decayAfter: 1, warmup: 0 },
    split: { validation: 0, test: 0, layout: 'contiguous' },
    batch,
    epochs: 1e6,
    saveEvery: 1e9,
  };
  const run = {
    options,
    labels,
    backend,
    data: clipData(clips, labels, options, backend.memory),
    vocabulary: createVocabulary({ tokens: 'chars', symbols: [] }),
    createEngine: createReplicas(threads, backend.name),
  };
  for await (const { type } of trainNetwork(run)) if (type === 'step') yield batch * w.seq;
}

/** Multiplications of one frame, forward: a weight counts once for each pixel that uses it. */
export function productsOfFrame(w: Workload): number {
  const images = imagesOf(w);
  const { layers, hidden, cell } = w;
  const config = {
    layers,
    hidden,
    cell,
    embedding: 0,
    dropout: 0,
    recurrentBias: true,
    vocabulary: 0,
    outputs: LABELS,
  };
  const pixels = new Map(stagesOf(images).map(({ index, S }) => [`cnn.${index}.weight`, S * S]));
  const map = images.network === 'conv' ? mapOf(images).S ** 2 : 1;
  let products = 0;
  for (const { name, shape } of imageShapes(config, images)) {
    if (shape.length < 2) continue;
    const places = pixels.get(name) ?? (name.startsWith('rnn.') ? map : 1);
    products += places * shape.reduce((product, n) => product * n, 1);
  }
  return products;
}
