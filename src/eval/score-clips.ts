import { userError } from '../core/errors.js';
import type { Rng } from '../core/rng.js';
import type { Clips } from '../data/clips.js';
import { bootstrapMean, type Interval } from './bootstrap.js';
import type { ClipAnswer } from '../sample/clips.js';
import { argmax, sum } from '../core/numbers.js';
import { confusionOf, macroF1, type Confusion } from './confusion.js';

/** The scores of a network that labels clips or their frames. */
export interface ClipScore {
  readonly clips: number;
  /** The number of labels. */
  readonly count: number;
  readonly accuracy: number;
  /** The interval of the accuracy, by resampling whole clips. */
  readonly interval: Interval | null;
  readonly macroF1: number;
  /** Mean nats of the right label. */
  readonly loss: number;
  readonly confusion: Confusion;
}

/** Scores answers against the labels of the clips. Throws clips/unknown for a label the network does not know. */
export async function scoreClips(
  answers: Iterable<ClipAnswer> | AsyncIterable<ClipAnswer>,
  { N, T, labels, perFrame }: Clips,
  { known, file }: { readonly known: readonly string[]; readonly file: string },
  rng: Rng,
): Promise<ClipScore> {
  const idOf = new Map(known.map((label, id) => [label, id]));
  const each = perFrame ? (T ?? 1) : 1;
  const truth = labels!.map((label, n) => {
    const id = idOf.get(label);
    if (id === undefined) throw userError('clips/unknown', { file, label, clip: Math.floor(n / each) + 1 });
    return id;
  });
  const predicted: number[] = [];
  const right = new Float64Array(N);
  let nats = 0;
  for await (const { clip, probabilities } of answers) {
    for (const p of probabilities) {
      const wanted = truth[predicted.length]!;
      const answer = argmax(p);
      predicted.push(answer);
      nats -= Math.log(p[wanted]!);
      if (answer === wanted) right[clip]! += 1 / each;
    }
  }
  const confusion = confusionOf(truth, predicted, known.length);
  return {
    clips: N,
    count: truth.length,
    accuracy: sum(right) / N,
    interval: bootstrapMean(right, null, rng),
    macroF1: macroF1(confusion),
    loss: nats / truth.length,
    confusion,
  };
}
