import { resolve } from 'node:path';
import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import type { TaskData } from '../../core/snapshot.js';
import { splitRows, type RowList, type RowSplit } from '../../data/split-rows.js';
import type { CorpusOrigin, TableOrigin } from '../../runs/config.js';
import type { DecodeOptions } from '../../text/decode-text.js';
import { countRepeated } from '../../material/table/repeated-rows.js';
import { tableExamples } from '../../material/table/examples.js';
import { collapsedColumns, measureScaling } from '../../material/table/scaling.js';
import { openTable, type Table } from '../../material/table/table.js';
import { createTask } from '../../tasks/index.js';
import { examplesData } from '../../tasks/examples-data.js';
import { cellKinds } from '../../tasks/task-data.js';
import { createVocabulary } from '../../text/vocabulary.js';
import type { TrainOptions } from '../../train/options.js';
import { count } from '../../core/format.js';
import type { Stop } from '../terminal/signals.js';
import type { TrainingSource } from './training-source.js';

/** What ends the reading, between two pieces of the file and in the middle of what is computed of all rows. */
export type TableStop = Pick<Stop, 'signal' | 'throwIfRequested'>;

/** How a table is read for a run. */
interface TableRequest extends Omit<CorpusOrigin, 'characters' | 'digest' | 'list'>, DecodeOptions {
  readonly table: TableOrigin;
  readonly options: Pick<TrainOptions, 'seed' | 'split'>;
  readonly workDirectory: string;
  readonly stop: TableStop;
}

/** Opens a table, and divides its rows for training, validation and test. Throws table/*, corpus/*, disk/*. */
export async function openTableSource(request: TableRequest): Promise<TrainingSource> {
  const { files, table: origin, options, stop } = request;
  if (files.length !== 1) {
    const value = files.join(' ');
    throw userError('usage/value', { flag: '<corpus..>', value, expected: 'one table for a task' });
  }
  const { signal, throwIfRequested: check } = stop;
  const table = await openTable(files[0]!, { ...request, signal, ...origin, ...kindsOf(origin) });
  try {
    const split = splitRows(table.rows, options.split, options.seed, check);
    const task = describeTask(table, origin, split, check);
    const origins: CorpusOrigin = {
      files: [files[0] === '-' ? '-' : resolve(files[0]!)],
      ...{ include: request.include, exclude: [], encoding: request.encoding },
      ...{
        tokens: request.tokens,
        minCount: request.minCount,
        characters: table.characters.source + table.characters.target,
      },
      ...{ digest: table.digest, table: { ...origin, from: task.from, to: task.to } },
    };
    const examples = (rows: RowList) => tableExamples(table, rows, task.scaling ?? undefined);
    return {
      ...{ name: table.name, files },
      vocabulary: createVocabulary({ tokens: 'chars', symbols: textSymbols(task) }),
      ...{ origin: origins, task, notes: notesOn(table, origin, { task, split }, check), close: table.close },
      data: ({ batch, seed }) =>
        examplesData(
          createTask(task),
          {
            train: examples(split.train),
            validation: examples(split.validation),
            test: examples(split.test),
          },
          { batch, seed, check },
        ),
    };
  } catch (error) {
    table.close();
    throw error;
  }
}

/** How its cells are read. */
export function kindsOf(origin: Pick<TableOrigin, 'task' | 'from' | 'toTokens'>) {
  const kinds = cellKinds({ name: origin.task, from: origin.from ?? [], toTokens: origin.toTokens });
  return { ...kinds, aligned: origin.task === 'tag' };
}

function describeTask(table: Table, origin: TableOrigin, split: RowSplit, check: () => void): TaskData {
  const { symbols, columns, kinds } = table;
  return {
    ...{ name: origin.task, from: columns.from, to: columns.to, toTokens: origin.toTokens },
    ...{ source: symbols.source, target: symbols.target, delay: origin.delay, reverse: origin.reverse },
    scaling: kinds.source === 'numbers' ? measureScaling(table, split.train, check) : null,
  };
}

/** The characters that a language model can share: those of the text that is read, or written from a label. */
function textSymbols({ name, toTokens, source, target }: TaskData): readonly string[] {
  if (name !== 'generate') return source;
  return toTokens === 'chars' ? target : [];
}

/** Remarks on a table before training. */
function notesOn(
  table: Table,
  { maxLength }: TableOrigin,
  { task, split }: { readonly task: TaskData; readonly split: RowSplit },
  check: () => void,
): string[] {
  const notes: string[] = [];
  if (table.omitted > 0)
    notes.push(
      `left out ${count(table.omitted)} row(s) longer than ${count(maxLength)} symbols (--max-length)`,
    );
  const repeated = countRepeated(table, split.train, split.test, check);
  if (repeated > 0)
    notes.push(
      `${count(repeated)} of the ${count(split.test.length)} test rows also occur in the training part`,
    );
  for (const [a, b] of table.similarLabels.slice(0, 5))
    notes.push(`the labels ${JSON.stringify(a)} and ${JSON.stringify(b)} differ only in blanks`);
  if (table.quotedCells > 0)
    notes.push(
      `${count(table.quotedCells)} cell(s) look quoted, but a .tsv has no quoting: rename the file to .csv and pass --delimiter if they are`,
    );
  return task.scaling === null ? notes : [...notes, ...collapseNotes(table, split.train, task.scaling)];
}

/** Columns of numbers that teach the network little or nothing, and why. */
function collapseNotes(table: Table, rows: RowList, scaling: NonNullable<TaskData['scaling']>): string[] {
  return collapsedColumns(table, rows, scaling).map(({ column, before, after }) =>
    before === 1
      ? `column ${quote(column)} has the same number in every row, so nothing can be learned from it`
      : `column ${quote(column)}: ${count(before)} numbers become ${count(after)} once they are standardized to mean 0 and ` +
        `deviation 1; a few far from the others are the usual cause: remove those rows, or give their logarithm`,
  );
}
