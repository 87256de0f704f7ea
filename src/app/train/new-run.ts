import { join } from 'node:path';
import { userError } from '../../core/errors.js';
import { unwatched } from '../../core/watch.js';
import { materialOf } from '../../material/index.js';
import type { DataFields } from '../../material/request.js';
import { runConfigToJson } from '../../runs/config.js';
import { readInitialModel } from '../../runs/initial-model.js';
import { createRun, refuseExistingRun } from '../../runs/directory.js';
import { backendOf } from '../backend.js';
import { beginWith } from './initial-weights.js';
import { trainOptions } from './options.js';
import { isPlanned, planOf, reasons } from './plan.js';
import { assembleRun, existingDirectory, type PreparedRun } from './prepared-run.js';
import type { TrainRequest } from './request.js';
import { recordedLog, refuseTakenLog } from './run-log.js';
import { startThreads } from './threads.js';

/** The directory of a run that names none: runs/<name of its data>. */
export const usualDirectory = (request: DataFields): string =>
  join('runs', materialOf(request).nameOf(request.files));

/**
 * A new run in a new directory. Everything that can be refused is refused before the directory is made; until then the
 * watch ends it at once, since there is nothing to save.
 */
export async function newRun(request: TrainRequest): Promise<PreparedRun> {
  const { files, threads = 'auto', backend: wanted = 'auto', watch = unwatched } = request;
  if (files.length === 0) throw userError('usage/missing-argument', { usage: 'char-rnn train <corpus..>' });
  const material = materialOf(request);
  const asked = material.request(request);
  const settings = trainOptions(request, material);
  const out = request.out ?? usualDirectory(request);
  refuseExistingRun(out);
  refuseTakenLog(request.log);
  const { initFrom } = request;
  const initial =
    initFrom === undefined ? undefined : beginWith(readInitialModel(initFrom), request, material);
  const begun = initial ? initial.fit(settings) : settings;
  const chooseEngine = await startThreads(threads, wanted, begun);
  const backend = await backendOf(wanted);
  watch.check();
  const how = { options: begun, workDirectory: existingDirectory(out), watch };
  const data = await material.open(asked, how);
  try {
    const planned = isPlanned(request) ? await planOf(request, begun, data) : undefined;
    const options = data.complete(planned?.options ?? begun);
    const begin = initial?.weights(data, options);
    const environment = {
      backend: backend.name,
      corpus: data.origin,
      ...(initial && { initial: initial.origin }),
      ...recordedLog(request.log),
    };
    const prepared = await assembleRun({ options, data, backend, chooseEngine, environment });
    return {
      ...prepared,
      data,
      warnings: [],
      run: begin ? { ...prepared.run, initial: begin.weights } : prepared.run,
      directory: createRun(out, runConfigToJson({ options, environment: prepared.environment })),
      notes: [...data.notes, ...(begin ? [begin.note] : []), ...(planned ? reasons(planned, data) : [])],
    };
  } catch (error) {
    data.close();
    throw error;
  }
}
