import type { Watch } from '../../core/watch.js';
import type { BackendName } from '../../kernels/index.js';
import type { CellRef } from '../../model/cell-name.js';
import type { Encoding } from '../../text/encodings.js';

/** What `inspect` is asked: fields named like the flags of the command, all but the model optional. */
export interface InspectRequest {
  /** A checkpoint or a run directory. */
  readonly model: string;
  /** What is read; none: the part of the model's own data on which it was validated. */
  readonly files?: readonly string[] | undefined;
  /** The name of a view; default: the first for what the model reads. */
  readonly view?: string | undefined;
  /** Whether the findings are followed through the checkpoints of the run, in place of a view. */
  readonly over?: boolean | undefined;
  /** Whether the networks in `files` are compared with this one, in place of a view. */
  readonly match?: boolean | undefined;
  /** With `match`, what is read in place of `files`. */
  readonly text?: readonly string[] | undefined;
  /** A table of contexts with a right and a wrong continuation, in place of a view and what it reads. */
  readonly pairs?: string | undefined;
  /** Whether a page will be made, which has other views beside the one that is asked for. */
  readonly page?: boolean | undefined;

  readonly cell?: readonly CellRef[] | undefined;
  readonly state?: readonly string[] | undefined;
  /** Names, or patterns as `whale=/wh\w+/i`. */
  readonly feature?: readonly string[] | undefined;
  /** A CSV file with a column for each further feature. */
  readonly labels?: string | undefined;
  readonly clamp?: 'mean' | 'zero' | number | undefined;
  /** Symbols to read. */
  readonly limit?: number | undefined;

  readonly encoding?: Encoding | undefined;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;

  readonly recent?: number | undefined;
  readonly shuffles?: number | undefined;
  readonly seed?: number | undefined;
  readonly backend?: 'auto' | BackendName | undefined;

  /** Files that will be written, by their flags: an error where one is read. */
  readonly outputs?: Readonly<Record<string, unknown>> | undefined;
  readonly watch: Watch;
  /** Receives remarks, a line each. */
  readonly remark?: ((line: string) => Promise<void> | void) | undefined;
}

/** The question unless a field says otherwise. */
export const usualQuestion = { clamp: 'mean', recent: 4, shuffles: 199, seed: 1 } as const;
