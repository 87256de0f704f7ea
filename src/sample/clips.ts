import { softmax } from './filters.js';
import type { Floats } from '../core/floats.js';
import type { Snapshot } from '../core/snapshot.js';
import { placeImages, sliceClips, type Clips } from '../data/clips.js';
import { independentRows } from './precision.js';
import type { Backend } from '../kernels/index.js';
import { refuseUnlessFinite } from '../model/finite.js';
import { modelFromSnapshot } from '../model/language-model.js';

/** The prediction for a clip. */
export interface ClipAnswer {
  /** Which clip, from 0. */
  readonly clip: number;
  /**
   * Probabilities of the classes after the last frame or, for a network that labels every frame, after each: [T][O].
   */
  readonly probabilities: readonly Float64Array[];
}

/** Clips that are read at once. */
const ROWS = 50;

/**
 * The predictions for all clips, in order. Each is read from a state of zeros, so its bits do not depend on the other
 * clips. Needs constant memory besides the clips; the caller may stop between two batches. Throws model/not-finite.
 */
export function* answerClips(
  snapshot: Snapshot,
  clips: Clips,
  backend: Pick<Backend, 'kernels' | 'memory'>,
  perFrame = clips.perFrame,
): Generator<ClipAnswer, void, void> {
  const { size: S, channels: C } = snapshot.model.images!;
  const T = clips.T ?? 1;
  const B = Math.min(ROWS, clips.N);
  const data = backend.memory.floats(T * B * S * S * C);
  // the sums of a library depend on the position of a row in the batch
  const kernels = independentRows(backend.kernels);
  const setup = { kernels, memory: backend.memory, T, B, training: false, indexed: { data } };
  const model = modelFromSnapshot(snapshot, setup);
  const x = model.createInput();
  // row b holds clip first + b: frame t of it is image b·T + t of the batch
  for (let t = 0; t < T; t++) for (let b = 0; b < B; b++) x[t * B + b] = b * T + t;
  const state = model.createState();
  for (let first = 0; first < clips.N; first += B) {
    const rows = Math.min(B, clips.N - first);
    placeImages(sliceClips(clips, first, rows), data);
    for (const name in state) state[name]!.fill(0);
    const logits = model.forward(x, state, { T });
    const steps = logits.step.slice(perFrame ? 0 : T - 1);
    for (let b = 0; b < rows; b++) {
      yield { clip: first + b, probabilities: steps.map((step) => softmaxOfRow(step, b, B)) };
    }
  }
}

/** Row b of logits [B, O] as probabilities. Throws model/not-finite. */
function softmaxOfRow(logits: Floats, b: number, B: number): Float64Array {
  const p = new Float64Array(logits.length / B);
  refuseUnlessFinite(logits, b * p.length, p.length);
  softmax(logits.subarray(b * p.length, (b + 1) * p.length), 1, p);
  return p;
}
