import { resolve } from 'node:path';
import type { Check } from '../../core/check.js';
import { userError } from '../../core/errors.js';
import { count } from '../../core/format.js';
import type { TaskData } from '../../core/snapshot.js';
import type { Examples } from '../../data/examples.js';
import { rowsOf, type RowList } from '../../data/split-rows.js';
import { scoreTable } from '../../eval/score-table.js';
import type { CorpusOrigin, TableOrigin } from '../../runs/config.js';
import { pathsOf, readOwnFiles, sizesOf, withOwnShares } from '../../runs/own-files.js';
import { examplesData } from '../../tasks/examples-data.js';
import { createTask } from '../../tasks/index.js';
import { createVocabulary } from '../../text/vocabulary.js';
import type { StartEvent } from '../../train/events.js';
import type { Fact } from '../../core/result.js';
import { ownFacts, type Material, type Opened, type PartName } from '../material.js';
import { answerRows } from './answer.js';
import { tableExamples } from './examples.js';
import { balancedWeights, divideTable } from './labels.js';
import { tableKind } from './kind.js';
import { kindsOf } from './request.js';
import { notesOn } from './notes.js';
import { fileName } from '../corpus-name.js';
import { measureScaling } from './scaling.js';
import { openTableFor, scoreRows } from './score.js';
import { firstRows, namedRows } from './subject.js';
import { openTable, type Table } from './table.js';

/** A table that is open: its parts can be read again. */
export interface OpenedTable extends Opened {
  /** The rows of a part, in the order of the file. */
  part(name: PartName): Examples;
}

/** Rows that are read at once to score them. */
const AT_ONCE = 100;

/** A CSV or TSV file whose rows are examples of a task. */
export const table: Material<OpenedTable, Examples> = {
  ...tableKind,
  async open(request, { options, workDirectory, watch }) {
    const { files } = request;
    const asked = request.table!;
    const { signal, check } = watch;
    const read = { ...request, ...asked, ...kindsOf(asked), workDirectory, signal };
    const ownPaths = pathsOf(request.own);
    const opened = await openTable([...files, ...ownPaths], read);
    try {
      const own = request.own && readOwnFiles(request.own, ownSizes(opened, ownPaths));
      const split = divideTable(opened, { table: asked, own }, options, check);
      const weights = asked.balance && balancedWeights(opened, split.train, check);
      const task = describeTask(opened, asked, split.train, check);
      const { scaling } = task;
      const examples = (rows?: RowList) => tableExamples(opened, rows, { scaling });
      const partOf = (part: PartName) => (part === 'all' ? examples() : examples(inOrder(split[part])));
      const { name, close } = opened;
      return {
        name,
        files,
        task,
        close,
        origin: originOf(opened, { ...request, table: asked, ...(own && { own }) }),
        vocabulary: createVocabulary({ tokens: 'chars', symbols: sharedSymbols(task) }),
        notes: notesOn(opened, asked.maxLength, { task, split }, check),
        facts: (start) => [...factsOf(name, task, start), ...ownFacts(request.own, sizesOf(own), 'row')],
        complete: (options) => withOwnShares(options, own, opened.rows),
        part: partOf,
        async testLosses(snapshot, { backend, watch: { pause } }) {
          const test = tableExamples(opened, split.test, { scaling: snapshot.task!.scaling });
          const { nats, counts } = await scoreTable(snapshot, test, { ...backend, batch: AT_ONCE, pause });
          return { nats: [...nats], counts: [...counts] };
        },
        subject(part, { limit }) {
          const rows = firstRows(partOf(part), limit, task);
          return { table: { name: `${fileName(files[0]!)} (${part} part)`, data: task, rows } };
        },
        data({ batch, seed }) {
          const train = tableExamples(opened, split.train, { scaling, weights: weights || undefined });
          const held = { validation: examples(split.validation), test: examples(split.test) };
          return examplesData(createTask(task), { train, ...held }, { batch, seed, check });
        },
      };
    } catch (error) {
      opened.close();
      throw error;
    }
  },
  openFor: openTableFor,
  score: scoreRows,
  answer: answerRows,
  subject: namedRows,
};

/** Rows of the last files of a table. Throws table/empty for one without a row that can be read. */
function ownSizes({ ends }: Table, paths: readonly string[]): number[] {
  const first = ends.length - paths.length;
  return paths.map((file, n) => {
    const size = ends[first + n]! - ends[first + n - 1]!;
    if (size === 0) throw userError('table/empty', { file, why: 'none can be read' });
    return size;
  });
}

/** Rows as they are in the file. */
function inOrder(rows: RowList): RowList {
  const sorted = rowsOf(rows).sort();
  return { length: sorted.length, at: (place) => sorted[place]! };
}

function originOf(
  { characters, digest, columns }: Table,
  request: Omit<CorpusOrigin, 'characters' | 'digest'> & { readonly table: TableOrigin },
): CorpusOrigin {
  return {
    ...request,
    files: request.files.map((file) => (file === '-' ? file : resolve(file))),
    table: { ...request.table, from: columns.from, to: columns.to },
    characters: characters.source + characters.target,
    digest,
  };
}

function describeTask(table: Table, asked: TableOrigin, train: RowList, check: Check): TaskData {
  const { symbols, columns, kinds } = table;
  const { task: name, toTokens, delay, reverse } = asked;
  const scaling = kinds.source === 'numbers' ? measureScaling(table, train, check) : null;
  const { from, to } = columns;
  const { source, target } = symbols;
  return { name, from, to, toTokens, source, target, delay, reverse, scaling };
}

/** The characters that a language model can share: those of the text that is read, or written from a label. */
function sharedSymbols({ name, toTokens, source, target }: TaskData): readonly string[] {
  if (name !== 'generate') return source;
  return toTokens === 'chars' ? target : [];
}

/** The rows, what is learned from them, and how evenly they fill their batches. */
function factsOf(name: string, task: TaskData, { rows, occupancy }: StartEvent): Fact[] {
  const { from, to, source, target } = task;
  const inputs = source.length === 0 ? 'numbers' : `${count(source.length)} symbols or labels`;
  const outputs = `${count(target.length)} symbols or labels`;
  const filled = `${(100 * (occupancy ?? 1)).toFixed(2)} %`;
  return [
    ['table', `${name}: ${count(rows ?? 0)} rows to train on`],
    ['task', `${task.name}: ${from.join(',')} (${inputs}) to ${to} (${outputs})`],
    ['batches', `rows of similar length: ${filled} of the steps carry a symbol`],
  ];
}
