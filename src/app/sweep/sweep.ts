import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { userError } from '../../core/errors.js';
import type { ModelConfig } from '../../core/snapshot.js';
import { unwatched, type Watch } from '../../core/watch.js';
import { materialOf } from '../../material/index.js';
import type { Material } from '../../material/material.js';
import { parametersOf } from '../../model/shapes.js';
import type { CorpusOrigin } from '../../runs/config.js';
import { readInitialModel, type InitialModel } from '../../runs/initial-model.js';
import { createTask } from '../../tasks/index.js';
import type { TrainOptions } from '../../train/options.js';
import { presets } from '../../train/presets.js';
import { beginWith } from '../train/initial-weights.js';
import { trainOptions } from '../train/options.js';
import { isPlanned } from '../train/plan.js';
import type { TrainRequest } from '../train/request.js';
import { costOf, type Cost } from './cost.js';
import { matchHidden } from './match.js';
import { budgetedState, plannedState, type PlannedState } from './planned-state.js';

export interface SweepRequest {
  /** The runs, each as it would be trained: `out` is its directory. */
  readonly runs: readonly TrainRequest[];
  /** Whether the other cells get as many parameters as an LSTM of the requested size has. */
  readonly match?: 'parameters' | undefined;
  readonly watch?: Watch | undefined;
}

/** A run of a sweep: how far it has come, and what it costs as a whole. */
export interface SweepRun {
  readonly directory: string;
  readonly state: PlannedState;
  readonly cost: Cost;
  /** Wall-clock limit, where the run has one. */
  readonly minutes: number | null;
  /** What it is trained with: of matched parameters, the hidden size that has them. */
  readonly request: TrainRequest;
}

/**
 * Examines the runs of a grid, of which any may have been trained already. Every run is checked as train would check it,
 * before any data are read; data that several read in the same way are read once. Throws sweep/other-run for a directory
 * that holds another run, and what train throws.
 *
 * @example
 * const runs = [64, 128].map((hidden) => ({ files: ['book.txt'], hidden, out: `runs/${hidden}` }));
 * for (const { state, request } of await sweep({ runs })) if (state === 'missing') await Array.fromAsync(train(request));
 */
export async function sweep({ runs, match, watch = unwatched }: SweepRequest): Promise<SweepRun[]> {
  const initialOf = initialReader(match);
  for (const request of runs) {
    const material = materialOf(request);
    trainOptions(request, material);
    const initial = initialOf(request);
    if (initial) beginWith(initial, request, material);
  }
  const known = new Map<string, SweepData>();
  const found: SweepRun[] = [];
  for (const request of runs) {
    watch.signal.throwIfAborted();
    const key = JSON.stringify(materialOf(request).request(request));
    const data = known.get(key) ?? (await readData(request, watch));
    known.set(key, data);
    found.push(examine(request, data, { initial: initialOf(request), match }));
  }
  return found;
}

function examine(
  request: TrainRequest,
  data: SweepData,
  { initial, match }: Pick<SweepRequest, 'match'> & { readonly initial: InitialModel | undefined },
): SweepRun {
  const begin = initial && beginWith(initial, request, data.material);
  const options = begin ? begin.fit(data.options(request)) : data.options(request);
  const model = modelOf(data.model(options), match !== undefined);
  const directory = request.out ?? join('runs', data.material.nameOf(request.files));
  const wanted = {
    options: { ...options, model: { ...options.model, hidden: model.hidden } },
    environment: { corpus: data.origin, initial: begin?.origin },
  };
  const symbols = symbolsOf(options, data.origin.characters);
  return {
    directory,
    state: isPlanned(request) ? budgetedState(directory, wanted, request) : plannedState(directory, wanted),
    cost: costOf(parametersOf(model), symbols, model.images !== undefined),
    minutes: options.minutes,
    request: match === undefined ? request : { ...request, hidden: model.hidden },
  };
}

/** The models that runs begin with, each read once. Matched parameters would change their size. */
function initialReader(match: SweepRequest['match']): (request: TrainRequest) => InitialModel | undefined {
  const known = new Map<string, InitialModel>();
  return ({ initFrom }) => {
    if (initFrom === undefined) return undefined;
    if (match !== undefined) throw userError('usage/conflict', { flag: '--match', other: '--init-from' });
    const model = known.get(initFrom) ?? readInitialModel(initFrom);
    known.set(initFrom, model);
    return model;
  };
}

/** What runs are trained on. */
interface SweepData {
  readonly material: Material;
  /** As in config.json. */
  readonly origin: CorpusOrigin;
  /** The settings of a run on them. */
  options(request: TrainRequest): TrainOptions;
  /** The network of such a run. */
  model(options: TrainOptions): ModelConfig;
}

async function readData(request: TrainRequest, watch: Watch): Promise<SweepData> {
  const material = materialOf(request);
  const options = trainOptions(request, material);
  const opened = await material.open(material.request(request), { options, workDirectory: tmpdir(), watch });
  opened.close();
  const { origin, vocabulary, task } = opened;
  const sizes = { vocabulary: vocabulary.size, ...(task && createTask(task).model) };
  return {
    material,
    origin,
    options: (given) => opened.complete(trainOptions(given, material)),
    model: ({ model }) => ({ ...model, ...sizes }),
  };
}

/** The model of a run; with `match`, its hidden size gives it as many parameters as an LSTM of the requested size. */
function modelOf(config: ModelConfig, match: boolean): ModelConfig {
  const { cell } = presets.default.model;
  if (!match || config.cell === cell) return config;
  return { ...config, hidden: matchHidden(config, parametersOf({ ...config, cell })) };
}

/**
 * Characters, or images, that a run reads to learn from, according to its limits; minutes and patience may end it
 * earlier.
 */
function symbolsOf({ epochs, steps, seq, batch, split }: TrainOptions, symbols: number): number {
  const epoch = symbols * (1 - split.validation - split.test);
  return Math.min(
    epochs === null ? Infinity : epochs * epoch,
    steps === null ? Infinity : steps * seq * batch,
  );
}
