import { userError } from '../core/errors.js';
import type { Floats } from '../core/floats.js';
import { gradientsOf, type Params } from '../core/params.js';
import { createRng, restoreRng, type Rng } from '../core/rng.js';
import type { Memory } from '../core/memory.js';
import type { Json, ModelConfig, Snapshot, TaskData, Tensor } from '../core/snapshot.js';
import { createBatch, type Batch } from '../data/batch.js';
import type { TrainData } from '../data/train-data.js';
import type { State } from '../layers/layer.js';
import type { Kernels } from '../kernels/kernels.js';
import { initialize } from '../model/initialize.js';
import { copyTensors, copyWeights } from '../model/language-model.js';
import { untrainedLoss } from '../model/network-loss.js';
import { networkSymbols } from '../tasks/network-symbols.js';
import { transferCnn, transferTask, transferWeights, type ForeignWeights } from '../model/transfer.js';
import { createAverage, type Average } from '../optim/average.js';
import { createOptimizer } from '../optim/index.js';
import type { Optimizer } from '../optim/optimizer.js';
import { symbolNames, type Vocabulary } from '../text/vocabulary.js';
import { createEngine, type Engine, type EngineFactory } from './engine.js';
import type { TrainOptions } from './options.js';
import {
  bestScore,
  isBetter,
  progressFromJson,
  progressToJson,
  startProgress,
  type Progress,
  type Score,
} from './progress.js';

/** The arguments of train(). */
export interface TrainRun {
  readonly options: TrainOptions;
  readonly vocabulary: Vocabulary;
  /** The labels of the network's outputs, where these are not the symbols of the vocabulary. */
  readonly labels?: readonly string[];
  /** Kept in every checkpoint of a network that learns from the rows of a table. */
  readonly task?: TaskData;
  readonly data: TrainData;
  readonly backend: { readonly kernels: Kernels; readonly memory: Memory };
  /** One model on this thread by default; replicas.ts makes one that uses several. */
  readonly createEngine?: EngineFactory;
  /** Resume from here, exactly. */
  readonly from?: Snapshot;
  /** Initialize with another network's weights (--init-from). */
  readonly initial?: ForeignWeights;
  /** The best model of the run that is resumed: only a better one is saved as the best again. */
  readonly best?: BestModel;
  /** Kept in every checkpoint: backend, threads, corpus. */
  readonly environment?: Json;
  /** Called before the first step and after every step: whether to offer an extra checkpoint. */
  readonly wantsCheckpoint?: () => boolean;
  /**
   * An AbortSignal or the like: when aborted, the current step is finished, a last checkpoint is offered, and training
   * ends.
   */
  readonly signal?: { readonly aborted: boolean };
}

/**
 * The best weights on the validation part so far: those with the lowest loss or, where the data has one, the highest
 * metric.
 */
export interface BestModel extends Score {
  readonly weights: ReadonlyMap<string, Tensor>;
}

/** The objects of a training run. */
export interface Session {
  readonly run: TrainRun;
  readonly config: ModelConfig;
  readonly engine: Engine;
  readonly optimizer: Optimizer;
  /** The average of the weights that is the model, where the run keeps one. */
  readonly average: Average | null;
  readonly rng: Rng;
  readonly progress: Progress;
  readonly batch: Batch;
  /** The gradients of the frozen parameters. */
  readonly frozen: readonly Floats[];
  best: BestModel | null;
}

/** Builds the network and its optimizer, new or from a snapshot. */
export async function openSession(run: TrainRun): Promise<Session> {
  const { options, vocabulary, data, backend } = run;
  const config: ModelConfig = { ...options.model, vocabulary: vocabulary.size, ...data.model };
  const { T, B } = data;
  if (run.from) checkModel(config, run.from.model);
  const indexed = data.indexed && { ...data.indexed, frozen: options.freeze === 'cnn' };
  const batches = { T, B, indexed, batchParts: data.parts };
  const engine = await (run.createEngine ?? createEngine)(config, { ...backend, ...batches });
  const part = frozenPart(run);
  const optimizer = createOptimizer(options.optimizer, {
    ...backend,
    params: engine.params,
    frozen: part,
  });
  const saved = run.from?.training;
  const progress = saved
    ? progressFromJson(saved.progress, data.train.windows)
    : startProgress(untrainedLoss(config), []);
  if (!data.validation) progress.evaluationDue = false; // nothing to evaluate on: never wait for it
  const rng = saved ? restoreRng(progress.rng) : createRng(options.seed);
  const best = run.best ?? null;
  const batch = createBatch(backend.memory, T, B, data.parts);
  const frozen = frozenGradients(engine.params, part);
  const { weights } = engine.params;
  const average = options.ema === 0 ? null : createAverage(options.ema, weights, backend.memory);
  const session: Session = { run, config, engine, optimizer, average, rng, progress, batch, frozen, best };
  if (run.from) restore(session, run.from);
  else initialize(engine.params, config, options.initialization, rng);
  if (run.initial) transfer(run.initial, run, engine.params);
  if (!run.from) average?.weights.set(weights);
  engine.refresh();
  return session;
}

/** Copies the weights of another network that have a counterpart in this one. */
function transfer(
  initial: ForeignWeights,
  { options, vocabulary, task, data }: TrainRun,
  params: Params,
): void {
  if (options.model.images) {
    transferCnn(initial.weights, params);
  } else if (initial.task && task) {
    const names = { theirs: networkSymbols(initial.task), ours: networkSymbols(task) };
    transferTask(initial.weights, params, names);
  } else {
    transferWeights(initial, params, symbolNames(vocabulary), data.transfer);
  }
}

/** The part of the network that `freeze` refers to: in an encoder-decoder, the one initialized from another network. */
function frozenPart({ options: { freeze }, data }: TrainRun): string | null {
  return freeze === 'rnn' ? `${data.transfer?.prefix ?? ''}rnn` : freeze;
}

/** The gradients of all parameters whose names begin with `part` and a dot. */
function frozenGradients(params: Params, part: string | null): Floats[] {
  const names = part === null ? [] : [...params.table.keys()].filter((name) => name.startsWith(`${part}.`));
  return names.map((name) => gradientsOf(params, name));
}

/** The weights of the model, copied: their average, where the run keeps one, else the trained ones. */
export function modelWeights({ engine, average }: Session): Map<string, Tensor> {
  return copyTensors(engine.params, average?.weights);
}

/**
 * Everything that resuming needs, copied. A best model found after the last step carries its own loss. One that is only
 * the best since a resume without `run.best` does not: a resumed run continues with the best of all evaluations.
 */
export function takeSnapshot(session: Session, isBest = false): Snapshot {
  const { run, engine, optimizer, progress, rng } = session;
  const { B } = run.data;
  const better = isBest && isBetter(session.best!, bestScore(progress));
  const tensors = new Map<string, Tensor>();
  for (const [name, data] of Object.entries(optimizer.moments)) {
    tensors.set(`optimizer.${name}`, { shape: [data.length], data: Float32Array.from(data) });
  }
  if (session.average) {
    const { weights } = engine.params;
    tensors.set('optimizer.weights', { shape: [weights.length], data: Float32Array.from(weights) });
  }
  for (const [name, data] of Object.entries(carried(session))) {
    const shape = [B, data.length / B];
    tensors.set(`state.${name}`, { shape, data: Float32Array.from(data) });
  }
  return {
    model: session.config,
    vocabulary: { tokens: run.vocabulary.tokens, symbols: run.vocabulary.symbols },
    ...(run.labels && { labels: run.labels }),
    ...(run.task && { task: run.task }),
    weights: modelWeights(session),
    training: {
      options: run.options as unknown as Json,
      environment: run.environment ?? null,
      progress: progressToJson({
        ...progress,
        ...(better && { best: session.best!.loss, bestMetric: session.best!.metric ?? null }),
        rng: [...rng.state()],
      }),
      tensors,
    },
  };
}

/** A field of ModelConfig; one that is an object itself lists its own fields in a fixed order. */
function words(value: ModelConfig[keyof ModelConfig]): string {
  return typeof value === 'object' ? JSON.stringify(Object.entries(value).sort()) : String(value);
}

/** Checks that the options of a run and the model of its checkpoint agree. */
function checkModel(config: ModelConfig, saved: ModelConfig): void {
  for (const key of Object.keys(saved) as (keyof ModelConfig)[]) {
    const [asked, has] = [words(config[key]), words(saved[key])];
    if (asked === has) continue;
    const why = `options say ${key} = ${asked}, the model has ${has}`;
    throw userError('checkpoint/training', { why });
  }
}

/** Restores weights, moments and carried state from a snapshot. */
function restore(session: Session, snapshot: Snapshot): void {
  const { engine, optimizer, average } = session;
  copyWeights(snapshot.weights, engine.params);
  const { tensors } = snapshot.training!;
  const put = (name: string, into: { length: number; set(data: ArrayLike<number>): void }) => {
    const tensor = tensors.get(name);
    if (tensor === undefined || tensor.data.length !== into.length)
      throw userError('checkpoint/training', { why: `tensor ${name} does not fit the model` });
    into.set(tensor.data);
  };
  if (average) {
    average.weights.set(engine.params.weights);
    put('optimizer.weights', engine.params.weights);
  }
  for (const [name, data] of Object.entries(optimizer.moments)) put(`optimizer.${name}`, data);
  for (const [name, data] of Object.entries(carried(session))) put(`state.${name}`, data);
}

/** The state that is carried from window to window, and saved; none where each window begins from zeros. */
function carried({ run, engine }: Session): State {
  return run.data.train.continuous ? engine.state : {};
}
