import type { Watch } from '../../core/watch.js';
import { fitCounts } from '../../eval/fit-counts.js';
import { countsParts } from '../../formats/counts.js';
import { buildTable } from '../../ngram/build-table.js';
import type { OpenedText } from '../../material/text/material.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import type { Counted, NoteEvent } from './events.js';
import type { PreparedRun } from './prepared-run.js';

/**
 * After training: counts the training part of a text, fits their mixture with the run's best model on the validation
 * part, and writes both beside the checkpoints. The run is saved already: when the watch stops it, only the counts are
 * left out.
 */
export async function keepCounts(
  prepared: PreparedRun,
  step: number,
  watch: Watch,
): Promise<Counted | NoteEvent> {
  const note = (text: string): NoteEvent => ({ type: 'note', warning: true, text });
  const { path } = prepared.directory;
  if (prepared.run.data.validation === null)
    return note('no counts: the text is too short for a validation part');
  try {
    return await count(prepared, step, watch);
  } catch (error) {
    if (!watch.signal.aborted) throw error;
    return note(`stopped before its counts were kept: char-rnn train --resume ${path} keeps them`);
  }
}

async function count(
  { directory, data, backend, environment }: PreparedRun,
  step: number,
  watch: Watch,
): Promise<Counted> {
  const { part, vocabulary } = data as OpenedText;
  const table = buildTable(part('train'), vocabulary.size, undefined, watch.check);
  const snapshot = readCheckpoint(findModel(directory.path));
  const { kernels, memory } = backend;
  const setup = { kernels, memory, pause: watch.pause, check: watch.check };
  const { mixture, ...losses } = await fitCounts(snapshot, table, part('validation'), setup);
  const { digest } = environment.corpus;
  const path = directory.saveCounts(countsParts({ table, mixture }, { vocabulary, digest }));
  return { type: 'counts', step, path, order: table.levels.length - 1, ...losses };
}
