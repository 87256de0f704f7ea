import { UserError } from '../../core/errors.js';
import type { Watch } from '../../core/watch.js';
import type { Examples } from '../../data/examples.js';
import { openRunData, runDataOf, type ModelFile } from '../../material/run-data.js';
import { openTableForModel } from '../../material/table/for-model.js';
import { table as material } from '../../material/table/material.js';
import type { Table } from '../../material/table/table.js';
import { corpusOriginOf } from '../../runs/config.js';
import { refuseToOverwriteInputs } from '../../app/outputs.js';
import type { EvalValues } from '../options/eval.js';

/** The table that a model is measured on, and the one it was trained on. */
export interface TableSubject {
  readonly table: Table;
  readonly examples: Examples;
  /** The rows of training: those of --train, else of the model's own table; undefined where they are not available. */
  readonly train: Examples | undefined;
  close(): void;
}

/** Opens both. Throws data/* where the rows of training are `needed` and not available. */
export async function openTableSubject(
  model: ModelFile,
  file: string,
  values: EvalValues,
  { needed, watch }: { readonly needed: boolean; readonly watch: Watch },
): Promise<TableSubject> {
  const {
    encoding,
    train: [other],
  } = values;
  const opened: { close(): void }[] = [];
  const close = () => opened.forEach((each) => each.close());
  const openNamed = async (path: string) => {
    const named = await openTableForModel(path, model, { encoding, unknown: 'skip', watch });
    opened.push(named.table);
    return named;
  };
  const openOwn = async () => {
    const own = await ownTraining(model, needed, watch);
    if (own) {
      opened.push(own);
      refuseToOverwriteInputs(values, own.files);
    }
    return own?.examples;
  };
  try {
    const { table, examples } = await openNamed(file);
    const train = other === undefined ? await openOwn() : (await openNamed(other)).examples;
    return { table, examples, train, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The largest table, in symbols, that is read only to check which rows of the test occur in it. */
const CHEAP = 20_000_000;
const HINT = 'name it with --train FILE';

/** The training part of the model's own table, where that is unchanged. */
async function ownTraining(
  model: ModelFile,
  needed: boolean,
  watch: Watch,
): Promise<{ readonly examples: Examples; readonly files: readonly string[]; close(): void } | undefined> {
  const corpus = corpusOriginOf(model.snapshot.training, model.file);
  if (!needed && (corpus === undefined || corpus.characters > CHEAP)) return undefined;
  try {
    const opened = await openRunData(
      runDataOf(model, HINT),
      { changed: 'refuse', hint: HINT, watch },
      material,
    );
    return { examples: opened.part('train'), files: opened.files, close: opened.close };
  } catch (error) {
    if (needed || !(error instanceof UserError)) throw error;
    return undefined;
  }
}
