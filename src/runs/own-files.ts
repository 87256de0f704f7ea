import { resolve } from 'node:path';
import type { OwnParts } from '../data/splits.js';
import type { TrainOptions } from '../train/options.js';
import type { OwnFile, OwnFiles } from './config.js';

// Validation and test from files (--val FILE, --test FILE) are read after the other files of a run, as the end of its
// text or the last rows of its table; their sizes say where they begin.

/** Their paths, in the order in which they are read. */
export const pathsOf = ({ validation, test }: OwnFiles = {}): string[] =>
  [validation, test].flatMap((own) => own?.file ?? []);

/** Their sizes, once they are read. */
export const sizesOf = ({ validation, test }: OwnFiles = {}): OwnParts => ({
  validation: validation?.size,
  test: test?.size,
});

/** The same files once they are read: absolute paths, with `sizes` in the order of pathsOf(). */
export function readOwnFiles({ validation, test }: OwnFiles, sizes: readonly number[]): OwnFiles {
  const left = [...sizes];
  const read = (own: OwnFile | undefined) => own && { file: resolve(own.file), size: left.shift() };
  return { validation: read(validation), test: read(test) };
}

/** Options whose shares are those that the files turned out to have, of `total` symbols or rows. */
export function withOwnShares(options: TrainOptions, own: OwnFiles | undefined, total: number): TrainOptions {
  const { validation, test } = sizesOf(own);
  const { split } = options;
  return {
    ...options,
    split: {
      ...split,
      validation: validation === undefined ? split.validation : validation / total,
      test: test === undefined ? split.test : test / total,
    },
  };
}
