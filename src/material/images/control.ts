import { createRng } from '../../core/rng.js';
import type { Ids } from '../../core/floats.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { Watch } from '../../core/watch.js';
import type { Clips } from '../../data/clips.js';
import { rowsOf, splitRows } from '../../data/split-rows.js';
import { scoreCaptions } from '../../eval/score-captions.js';
import type { Backend } from '../../kernels/index.js';
import type { TrainOptions } from '../../train/options.js';

/** The most images that are described, twice. */
const MOST = 200;

/** Words right of the captions for held-out images, and of those for the images of others. */
export interface ImageControl {
  readonly right: number;
  readonly shuffled: number;
  /** Whether `right` lies above the 95 % interval of `shuffled`: otherwise the captions do not depend on the image. */
  readonly differ: boolean;
}

/**
 * Whether a network looks at the image it describes: its captions for the validation images (else the test images) of
 * its run, scored beside those that it writes when each image is the next one's. Undefined for fewer than two of them.
 */
export async function controlCaptions(
  snapshot: Snapshot,
  { images, captions }: { readonly images: Clips; readonly captions: readonly Ids[] },
  { split, seed }: Pick<TrainOptions, 'split' | 'seed'>,
  { backend, watch }: { readonly backend: Backend; readonly watch: Watch },
): Promise<ImageControl | undefined> {
  const { validation, test } = splitRows(images.N, split, seed);
  const rows = [...rowsOf(validation.length > 1 ? validation : test)].slice(0, MOST);
  if (rows.length < 2) return undefined;
  const given = rows.map((row) => captions[row]!);
  const wordsRight = async (shown: readonly number[]) => {
    const described = { images: pickImages(images, shown), given };
    const paced = <T>(items: Iterable<T>) => checked(items, watch);
    const { metrics } = await scoreCaptions(snapshot, described, backend, { rng: createRng(seed), paced });
    return metrics['wordAccuracy']!;
  };
  const own = await wordsRight(rows);
  // the rows of a part are shuffled, so that the next one's image is any other
  const others = await wordsRight([...rows.slice(1), rows[0]!]);
  const bound = others.interval?.high ?? others.value;
  return { right: own.value, shuffled: others.value, differ: own.value > bound };
}

/** Images by their numbers, in this order. */
function pickImages(images: Clips, rows: readonly number[]): Clips {
  const size = images.pixels.length / images.N;
  const pixels = images.pixels.slice(0, rows.length * size);
  rows.forEach((row, i) => pixels.set(images.pixels.subarray(row * size, (row + 1) * size), i * size));
  return { ...images, N: rows.length, pixels };
}

async function* checked<T>(items: Iterable<T>, watch: Watch): AsyncGenerator<T> {
  for (const item of items) {
    await watch.pause(NaN);
    watch.check();
    yield item;
  }
}
