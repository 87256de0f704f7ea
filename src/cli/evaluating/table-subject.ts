import { UserError, userError } from '../../core/errors.js';
import type { TaskData } from '../../core/snapshot.js';
import type { Examples } from '../../data/examples.js';
import { splitRows, type RowList } from '../../data/split-rows.js';
import { openTable, type Table } from '../../material/table/table.js';
import { tableExamples } from '../../material/table/examples.js';
import { parseRunConfig, type RunConfig } from '../../runs/config.js';
import type { EvalValues } from '../options/eval.js';
import { kindsOf } from '../../material/table/material.js';
import type { EvalModel } from './subject.js';

/** The table that a model is measured on, and the one it was trained on. */
export interface TableSubject {
  readonly table: Table;
  readonly examples: Examples;
  /** The rows of training: those of --train, else of the model's own table; undefined where they are not available. */
  readonly train: Examples | undefined;
  close(): void;
}

/** Opens both. Throws eval/training-text where the rows of training are `needed` and not available. */
export async function openTableSubject(
  model: EvalModel,
  file: string,
  values: EvalValues,
  { needed, signal }: { readonly needed: boolean; readonly signal: AbortSignal },
): Promise<TableSubject> {
  const { training } = model.snapshot;
  const config = training && parseRunConfig(training, model.file);
  const task = model.snapshot.task!;
  const opened: Table[] = [];
  const open = async (path: string, own = false) => {
    const table = await openTable(path, { ...tableOptions(task, config, values, own), signal });
    opened.push(table);
    return table;
  };
  const close = () => opened.forEach((table) => table.close());
  const examplesOf = (table: Table, rows?: RowList) => tableExamples(table, rows, task.scaling ?? undefined);
  try {
    const table = await open(file);
    const [path] = values.train;
    const train =
      path === undefined
        ? await ownTraining(model, config, needed, { open, examplesOf })
        : examplesOf(await open(path));
    return { table, examples: examplesOf(table), train, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** How a table is read in a model's symbols; its `own` table again, symbol by symbol as in training. */
function tableOptions(task: TaskData, config: RunConfig | undefined, values: EvalValues, own: boolean) {
  const { corpus } = config?.environment ?? {};
  const { table } = corpus ?? {};
  return {
    ...kindsOf({ task: task.name, from: task.from, toTokens: task.toTokens }),
    ...{ from: task.from, to: task.to, delimiter: table?.delimiter, maxLength: table?.maxLength },
    encoding: (own ? undefined : values.encoding) ?? corpus?.encoding,
    ...(own
      ? { minCount: corpus?.minCount, asBefore: true }
      : { known: { source: task.source, target: task.target }, unknown: 'skip' as const }),
  };
}

/** The largest table, in symbols, that is read only to check which rows of the test occur in it. */
const CHEAP = 20_000_000;

/** The training part of the table that the run was trained on, where that is unchanged. */
async function ownTraining(
  { file }: EvalModel,
  config: RunConfig | undefined,
  needed: boolean,
  {
    open,
    examplesOf,
  }: { open: (path: string, own: true) => Promise<Table>; examplesOf: typeof tableExamples },
): Promise<Examples | undefined> {
  const unknown = (why: string) => {
    if (needed) throw userError('eval/training-text', { model: file, why });
    return undefined;
  };
  if (config === undefined) return unknown('it was exported without its training');
  const { options, environment } = config;
  const { files, characters, digest } = environment.corpus;
  if (files[0] === '-') return unknown('it came from stdin');
  if (!needed && characters > CHEAP) return undefined;
  try {
    const table = await open(files[0]!, true);
    if (table.digest !== digest) return unknown('its file has changed');
    return examplesOf(table, splitRows(table.rows, options.split, options.seed).train);
  } catch (error) {
    if (needed || !(error instanceof UserError)) throw error;
    return undefined;
  }
}
