import type { Memory } from '../core/memory.js';
import type { Rng } from '../core/rng.js';
import type { Ids } from '../core/floats.js';
import type { Snapshot, TaskData } from '../core/snapshot.js';
import { sum } from '../core/numbers.js';
import type { Clips } from '../data/clips.js';
import type { Kernels } from '../kernels/kernels.js';
import { captionNats, writeCaptions, type Caption } from '../sample/captions.js';
import { editDistance } from '../core/edit-distance.js';
import { meanOf, type Metrics } from './task-metrics.js';

/** The scores of a network that describes images. */
export interface CaptionScore {
  readonly images: number;
  /** Mean nats of a symbol of the given captions. */
  readonly loss: number;
  /**
   * `wordAccuracy`: 1 − the word edit distance to the given caption over its length, summed over all images;
   * `exactMatch`: the share of captions that equal the given one.
   */
  readonly metrics: Metrics;
  readonly captions: readonly Caption[];
}

/** The most symbols of a caption. */
export const LONGEST = 1000;

/** The symbols of a caption as a text. */
export const captionText = (
  { target, toTokens }: Pick<TaskData, 'target' | 'toTokens'>,
  ids: ArrayLike<number>,
) => Array.from(ids, (id) => target[id]).join(toTokens === 'words' ? ' ' : '');

/** Items as they come, or with pauses between them. */
type Paced = <T>(items: Iterable<T>) => Iterable<T> | AsyncIterable<T>;

/** Writes a caption for every image, greedily, and compares it with the given one. */
export async function scoreCaptions(
  snapshot: Snapshot,
  { images, given }: { readonly images: Clips; readonly given: readonly Ids[] },
  setup: { readonly kernels: Kernels; readonly memory: Memory },
  { rng, paced = (items) => items }: { readonly rng: Rng; readonly paced?: Paced },
): Promise<CaptionScore> {
  const task = snapshot.task!;
  const choice = { temperature: 0, length: LONGEST, rng };
  const captions: Caption[] = [];
  for await (const caption of paced(writeCaptions(snapshot, images, setup, choice))) captions.push(caption);
  let nats = 0;
  for await (const value of paced(captionNats(snapshot, images, given, setup))) nats += value;
  const wordsOf = (ids: ArrayLike<number>) => captionText(task, ids).match(/\S+/g) ?? [];
  const numbering = new Map<string, number>();
  const numbered = (words: readonly string[]) =>
    words.map((word) => numbering.get(word) ?? numbering.set(word, numbering.size).get(word)!);
  const references = given.map((ids) => numbered(wordsOf(ids)));
  const distances = captions.map(({ ids }, n) => editDistance(references[n]!, numbered(wordsOf(ids))));
  const right = distances.map((distance, n) => references[n]!.length - distance);
  return {
    images: images.N,
    loss: nats / sum(given.map(({ length }) => length + 1)),
    metrics: {
      wordAccuracy: meanOf(
        right,
        references.map(({ length }) => length),
        rng,
      ),
      exactMatch: meanOf(
        distances.map((distance) => Number(distance === 0)),
        null,
        rng,
      ),
    },
    captions,
  };
}
