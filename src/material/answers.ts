import type { UserError } from '../core/errors.js';
import type { Watch } from '../core/watch.js';
import type { Backend } from '../kernels/index.js';
import type { ChoiceFields } from '../sample/choice.js';
import type { Encoding } from '../text/encodings.js';

/** What a model is asked, and how it answers: fields named like the flags of `sample`. */
export interface AnswerFields extends ChoiceFields {
  /** A table, lines, clips or images: a file, or - for stdin. Rows and lines come from stdin by default. */
  readonly input?: string | undefined;
  /** generate: in place of `input` a label that is written for, `count` times. */
  readonly label?: string | undefined;
  /** Of a forecast: the futures that are drawn. */
  readonly count?: number | undefined;
  /** Of lines and tables; default: as in training. */
  readonly encoding?: Encoding | undefined;
  /** Whether symbols that the model does not know are left out; such an input has no answer otherwise. */
  readonly skipUnknown?: boolean | undefined;
  /** The most symbols of an answer that is written, default 1000; of a forecast the rows ahead, default 24. */
  readonly length?: number | undefined;
  /** Width of the search for the most probable answer; it is drawn otherwise, or takes the likeliest symbols. */
  readonly beam?: number | undefined;
  /** Whether the next best answers are found too. */
  readonly alternatives?: boolean | undefined;
  /** classify: a label, whose probability is the answer. */
  readonly score?: string | undefined;
  /** An answer less probable than this is left empty. */
  readonly minProbability?: number | undefined;
}

export interface Asked extends AnswerFields {
  readonly seed: number;
  readonly backend: Backend;
  readonly watch: Watch;
  /** The data of the model's own run, for a material that answers without an input. Throws data/*. */
  own(): Promise<OwnData>;
}

/** The data of a run as its material opens them, and whether they have changed since the training. */
export interface OwnData {
  readonly changed: boolean;
}

/** The answer to one input. */
export interface Answer {
  /** The answer alone; '' where there is none. */
  readonly text: string;
  /** All that is known of it, for JSON. */
  readonly record: Readonly<Record<string, unknown>>;
  /** As a row of a table, under the columns of all answers. */
  readonly cells: readonly string[];
  /** Why there is none: the input cannot be read. */
  readonly bad?: UserError | undefined;
  /** Whether it is left empty as it is not probable enough. */
  readonly withheld?: boolean | undefined;
  /** A remark on the input, a line. */
  readonly note?: string | undefined;
}

/** An answer for each input, in order. One input that cannot be read does not end the others. */
export interface Answers extends AsyncIterable<Answer> {
  /** What an input is called. */
  readonly unit: 'line' | 'row' | 'clip' | 'image' | 'series';
  /** The columns of their table, whether they are written above it, and what divides the cells of the input. */
  readonly columns: readonly string[];
  readonly hasHeader: boolean;
  readonly delimiter?: string | undefined;
  /** Whether answers are rows of a table, and written as such unless JSON is asked for. */
  readonly isTable?: boolean | undefined;
  /** Remarks before the answers, a line each. */
  readonly notes?: readonly string[] | undefined;
  /** Whether an answer may have line ends. */
  readonly hasLineEnds: boolean;
  /** What is typed on a line of the input, and what is written for it. */
  readonly typed?: string | undefined;
  /** Symbols of the inputs that were left out so far. */
  skipped(): number;
}
