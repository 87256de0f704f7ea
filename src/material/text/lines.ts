import { userError } from '../../core/errors.js';
import { count } from '../../core/format.js';
import type { Check } from '../../core/check.js';
import type { Examples } from '../../data/examples.js';
import { rowsOf, splitBeside, splitRows, type RowList } from '../../data/split-rows.js';
import type { OwnParts } from '../../data/splits.js';
import type { TrainData } from '../../data/train-data.js';
import { examplesData } from '../../tasks/examples-data.js';
import { linesTask } from '../../tasks/lines.js';
import { arraySource, type IdSource } from '../../text/id-source.js';
import { findLines, type Lines } from '../../text/line-index.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { TrainOptions } from '../../train/options.js';
import type { PartName } from '../material.js';

/** Symbols of the longest line that is learned from. */
const MAX_LENGTH = 1000;

/** A text whose lines are examples: shuffled and divided as the rows of a table are. */
export interface LinesOfText {
  /** What is said before training. */
  readonly notes: readonly string[];
  readonly count: number;
  data(options: TrainOptions): TrainData;
  /** The lines of a part, in the order of the text, each with a newline before it and after it. */
  part(name: PartName): IdSource;
}

/** Throws corpus/lines for a text of one line. */
export function openLines(
  source: IdSource,
  vocabulary: Vocabulary,
  { file, options, ends, own, check }: LinesOptions,
): LinesOfText {
  const newline = newlineOf(vocabulary);
  if (newline === undefined) throw userError('corpus/lines', { file });
  const lines = findLines(source, newline, { maxLength: MAX_LENGTH, ends, check });
  if (lines.count < 2) throw userError('corpus/lines', { file });
  const split = splitBeside(ownLines(lines, { ends, own }), lines.count, options.split, (count, share) =>
    splitRows(count, share, options.seed, check),
  );
  if (split.train.length === 0) throw userError('corpus/lines', { file });
  const longer = `left out ${count(lines.omitted)} line(s) longer than ${count(MAX_LENGTH)} symbols`;
  return {
    count: lines.count,
    notes: lines.omitted > 0 ? [longer] : [],
    data({ batch, seed }) {
      const of = (rows: RowList) => examplesOf(lines, rows);
      const parts = { train: of(split.train), validation: of(split.validation), test: of(split.test) };
      return { ...examplesData(linesTask(vocabulary.size, newline), parts, { batch, seed, check }) };
    },
    part(name) {
      const rows = name === 'all' ? undefined : rowsOf(split[name]).sort();
      const chosen = rows ?? Uint32Array.from({ length: lines.count }, (_, line) => line);
      return joined(lines, chosen, newline);
    },
  };
}

interface LinesOptions {
  /** For messages. */
  readonly file: string;
  readonly options: Pick<TrainOptions, 'seed' | 'split'>;
  /** Where each file ends, in symbols. */
  readonly ends: readonly number[];
  /** Symbols of the parts of their own. */
  readonly own: OwnParts;
  readonly check: Check;
}

/** Lines of the parts of their own, each of which begins where another file ends. */
function ownLines({ upTo }: Lines, { ends, own }: Pick<LinesOptions, 'ends' | 'own'>): OwnParts {
  const end = ends.at(-1)! - (own.test ?? 0);
  const before = (place: number) => upTo[ends.indexOf(place)]!;
  return {
    validation: own.validation && before(end) - before(end - own.validation),
    test: own.test && upTo.at(-1)! - before(end),
  };
}

/** The id of the symbol that ends a line; undefined where the text has none. */
export function newlineOf(vocabulary: Pick<Vocabulary, 'tokens' | 'idOf'>): number | undefined {
  return vocabulary.tokens === 'bytes' ? 10 : vocabulary.idOf('\n');
}

const NOTHING = { source: new Int32Array(0), label: -1, vector: new Float32Array(0) };

function examplesOf(lines: Lines, rows: RowList): Examples {
  return {
    count: rows.length,
    sourceLength: () => 0,
    targetLength: (row) => lines.lengthOf(rows.at(row)),
    read: (row) => ({ ...NOTHING, target: lines.read(rows.at(row)) }),
  };
}

function joined(lines: Lines, chosen: Uint32Array, newline: number): IdSource {
  const ids = new Int32Array(chosen.reduce((sum, line) => sum + lines.lengthOf(line) + 1, 1)).fill(newline);
  let at = 1;
  for (const line of chosen) {
    ids.set(lines.read(line), at);
    at += lines.lengthOf(line) + 1;
  }
  return arraySource(ids);
}
