import type { BackendName } from '../../kernels/index.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import type { CellRef } from '../../model/cell-name.js';
import type { ChoiceFields } from '../../sample/choice.js';
import type { Encoding } from '../../text/encodings.js';
import type { Watch } from '../../core/watch.js';

/** A model, and how it computes. */
export interface ModelFields {
  /** A checkpoint, or the path of one or of a run. */
  readonly model: string | ModelFile;
  readonly seed?: number | undefined;
  readonly backend?: 'auto' | BackendName | undefined;
  readonly watch?: Watch | undefined;
}

/** What a network reads before it writes. */
export interface PrimeFields {
  /** Each is continued; default: one that is empty. */
  readonly prime?: readonly string[] | undefined;
  /** In place of `prime`: a file, or - for stdin. */
  readonly primeFile?: string | undefined;
  /** In place of `prime`: a file with one on each line. */
  readonly primes?: string | undefined;
  /** Of these files; default: as in training. */
  readonly encoding?: Encoding | undefined;
  /** Whether characters that the model does not know are left out; they are an error otherwise. */
  readonly skipUnknown?: boolean | undefined;
  /**
   * Whether the text of a prime is needed as a whole. A file too long for memory is then refused; otherwise its text
   * comes in events `prime`.
   */
  readonly wholePrime?: boolean | undefined;
}

/** A network that writes: with what it is mixed, and what is clamped. */
export interface WritingFields extends ModelFields, ChoiceFields {
  /** The network alone, where its run kept counts too. */
  readonly noCounts?: boolean | undefined;
  /** Texts that end one that is written. */
  readonly stop?: readonly string[] | undefined;
  /** Cells that are held at a value. */
  readonly clamp?: readonly ClampedCell[] | undefined;
  /** Whether U+FFFD is drawn too, which stands for characters that are too rare to be symbols. */
  readonly allowUnknown?: boolean | undefined;
  /** Weights of 32 bits even where 16 change the loss by less than .002 nats. */
  readonly exact?: boolean | undefined;
}

/** A cell without a state has its c where there is one, else h. */
export type ClampedCell = CellRef & { readonly value: number };

/** Texts that are continued. */
export interface SampleRequest extends WritingFields, PrimeFields {
  /** The most symbols of a text; default 1000. */
  readonly length?: number | undefined;
  /** Texts for each prime; default 1. */
  readonly count?: number | undefined;
  /** So many are drawn for each prime, of which the `count` most probable are kept. */
  readonly bestOf?: number | undefined;
  /** The `count` most probable texts that a search with so many hypotheses finds, in place of drawn ones. */
  readonly beam?: number | undefined;
  /** How many of the likeliest symbols come with each that is drawn; default 0. */
  readonly alternatives?: number | undefined;
}
