import type { Ids } from '../core/floats.js';
import type { Memory } from '../core/memory.js';
import type { Rng } from '../core/rng.js';
import type { Snapshot } from '../core/snapshot.js';
import { largest } from '../core/numbers.js';
import { placeImages, sliceClips, type Clips } from '../data/clips.js';
import type { Kernels } from '../kernels/kernels.js';
import { modelFromSnapshot } from '../model/language-model.js';
import { createChooser, type Choice } from './choice.js';
import { softmax } from './filters.js';

/** Images that are read at once. */
const ROWS = 50;

/** The caption written for an image. */
export interface Caption {
  /** Which image, from 0. */
  readonly image: number;
  /** Symbols of the task, without the end mark. */
  readonly ids: readonly number[];
  /** Σ log p of the symbols, the end mark included, in nats. */
  readonly logprob: number;
}

/** How captions are written: which symbols are chosen, and after how many a caption ends. */
export interface CaptionChoice extends Choice {
  readonly length: number;
  readonly rng: Rng;
}

type Setup = { readonly kernels: Kernels; readonly memory: Memory };

/** Writes a caption for every image, in order; none depends on the others. The caller may stop between two batches. */
export function* writeCaptions(
  snapshot: Snapshot,
  images: Clips,
  setup: Setup,
  { length, rng, ...choice }: CaptionChoice,
): Generator<Caption, void, void> {
  const reader = createReader(snapshot, images.N, setup);
  const choose = createChooser(reader.O, choice);
  const end = snapshot.task!.target.length;
  for (const { first, rows, next } of reader.batches(images)) {
    const written = Array.from({ length: rows }, () => ({ ids: [] as number[], logprob: 0, ended: false }));
    const symbols = new Int32Array(rows).fill(end);
    for (let n = 0; n < length && written.some(({ ended }) => !ended); n++) {
      const logits = next(symbols);
      written.forEach((row, b) => {
        if (row.ended) return;
        const { id, logprob } = choose(logits(b), rng);
        row.logprob += logprob;
        symbols[b] = id === end ? 0 : id;
        if (id === end) row.ended = true;
        else row.ids.push(id);
      });
    }
    yield* written.map(({ ids, logprob }, b) => ({ image: first + b, ids, logprob }));
  }
}

/** −log p of each image's given caption, its end mark included, in nats. */
export function* captionNats(
  snapshot: Snapshot,
  images: Clips,
  captions: readonly Ids[],
  setup: Setup,
): Generator<number, void, void> {
  const reader = createReader(snapshot, images.N, setup);
  const p = new Float64Array(reader.O);
  const end = snapshot.task!.target.length;
  for (const { first, rows, next } of reader.batches(images)) {
    const own = captions.slice(first, first + rows);
    const longest = largest(own.map(({ length }) => length));
    const nats = new Float64Array(rows);
    for (let t = 0; t <= longest; t++) {
      const logits = next(Int32Array.from(own, (ids) => (t === 0 ? end : (ids[t - 1] ?? 0))));
      own.forEach((ids, b) => {
        if (t > ids.length) return;
        softmax(logits(b), 1, p);
        nats[b]! -= Math.log(p[ids[t] ?? end]!);
      });
    }
    yield* nats;
  }
}

/** A network for captions, which reads images batch by batch; `next` runs a step with a symbol for each row. */
function createReader(snapshot: Snapshot, N: number, setup: Setup) {
  const { size: S, channels: C } = snapshot.model.images!;
  const B = Math.min(ROWS, N);
  const data = setup.memory.floats(B * S * S * C);
  const model = modelFromSnapshot(snapshot, { ...setup, T: 1, B, training: false, indexed: { data } });
  const O = model.config.outputs!;
  const x = model.createInput();
  const numbers = setup.memory.ids(B);
  numbers.forEach((_, b) => (numbers[b] = b));
  const state = model.createState();

  function* batches(images: Clips) {
    for (let first = 0; first < N; first += B) {
      const rows = Math.min(B, N - first);
      placeImages(sliceClips(images, first, rows), data);
      for (const name in state) state[name]!.fill(0);
      let seen: Ids | undefined = numbers;
      const next = (symbols: Ids) => {
        x.set(symbols);
        const { data } = model.forward(x, state, { T: 1, images: seen });
        seen = undefined;
        return (b: number) => data.subarray(b * O, (b + 1) * O);
      };
      yield { first, rows, next };
    }
  }

  return { O, batches };
}
