import { join } from 'node:path';
import { userError } from '../../core/errors.js';
import type { ModelConfig, TaskData } from '../../core/snapshot.js';
import { readInitialModel, readInitialModelAgain, type InitialModel } from '../../runs/initial-model.js';
import type { InitialOrigin, RunConfig } from '../../runs/config.js';
import { CONFIG } from '../../runs/files.js';
import { sanitizeLine } from '../../report/sanitize.js';
import type { ForeignWeights } from '../../model/transfer.js';
import type { TrainOptions } from '../../train/options.js';
import { symbolNames, type Vocabulary } from '../../text/vocabulary.js';
import { cnnOf } from '../clips/initial-cnn.js';

/** A model that initializes another run. */
interface Initial {
  readonly origin: InitialOrigin;
  /** Its sizes, which the new network must have. */
  readonly model: TrainOptions['model'];
  /** Its weights for the symbols of another text, and a line that reports what was used. */
  fit(vocabulary: Vocabulary, task?: TaskData): { weights: ForeignWeights; note: string };
}

/** The sizes given by flags, which must be the model's; how its values and weights are dropped may differ. */
type Asked = { readonly [K in (typeof SIZES)[number]]?: ModelConfig[K] | undefined } & Dropping;
type Dropping = {
  readonly dropout?: number | undefined;
  readonly dropoutMask?: 'step' | 'window' | undefined;
  readonly weightDropout?: number | undefined;
};

const SIZES = ['cell', 'hidden', 'layers', 'embedding'] as const;

/**
 * Opens the model that --init-from names. Throws init/shape when a given size (a key of `asked`) is not the
 * model's.
 */
export function openInitial(path: string, asked: Asked): Initial {
  const initial = readInitialModel(path);
  const { file, snapshot, origin } = initial;
  for (const key of SIZES) {
    const [has, wanted] = [snapshot.model[key], asked[key]];
    if (wanted === undefined || has === wanted) continue;
    throw userError('init/shape', { file, flag: `--${key}`, has, asked: wanted });
  }
  return {
    origin,
    model: { ...sizesOf(snapshot.model), ...dropping(asked, snapshot.model) },
    fit: (vocabulary, task) => fit(initial, vocabulary, task),
  };
}

/**
 * The initial weights of a run that saved no checkpoint and starts over; undefined where it began with random ones.
 * Throws resume/initial when they cannot be had again, and run/config where they were not recorded.
 */
export function initialAgain(
  { options, environment: { initial } }: RunConfig,
  directory: string,
  { vocabulary, task }: { readonly vocabulary: Vocabulary; readonly task?: TaskData | undefined },
): ForeignWeights | undefined {
  if (initial === undefined) {
    if (!options.freeze) return undefined;
    const why = 'options.freeze: the weights of --init-from are not recorded, and no checkpoint was saved';
    throw userError('run/config', { file: join(directory, CONFIG), why });
  }
  const model = readInitialModelAgain(initial, directory);
  return options.model.images ? cnnOf(model, options.model.images) : fit(model, vocabulary, task).weights;
}

function sizesOf({ cell, hidden, layers, embedding, recurrentBias }: ModelConfig) {
  return { cell, hidden, layers, embedding, recurrentBias };
}

/** As asked, else as the model had it. */
function dropping(asked: Dropping, own: ModelConfig) {
  const weightDropout = asked.weightDropout ?? own.weightDropout ?? 0;
  const mask = asked.dropoutMask ?? own.dropoutMask;
  return {
    dropout: asked.dropout ?? own.dropout,
    ...(mask === 'window' && { dropoutMask: mask }),
    ...(weightDropout > 0 && { weightDropout }),
  };
}

function fit(
  { snapshot, file }: InitialModel,
  vocabulary: Vocabulary,
  task?: TaskData,
): ReturnType<Initial['fit']> {
  if (snapshot.task && snapshot.task.name !== task?.name) {
    throw userError('init/task', { file, has: snapshot.task.name, asked: task?.name ?? 'language' });
  }
  const { tokens } = snapshot.vocabulary;
  if (tokens !== vocabulary.tokens) {
    throw userError('init/tokens', { file, has: tokens, asked: vocabulary.tokens });
  }
  const symbols = symbolNames(snapshot.vocabulary);
  const known = new Set(symbols);
  const wanted = symbolNames(vocabulary);
  const met = wanted.filter((symbol) => known.has(symbol)).length;
  const note = `initialized from ${sanitizeLine(file)}, which knows ${met} of the ${wanted.length} symbols`;
  return { weights: { weights: snapshot.weights, symbols, task: snapshot.task }, note };
}
