import { join } from 'node:path';
import { userError } from '../../core/errors.js';
import type { ImageConfig, ModelConfig } from '../../core/snapshot.js';
import type { MaterialKind, Opened } from '../../material/material.js';
import { cnnShapes } from '../../model/image-shapes.js';
import { readInitialModelAgain, type InitialModel } from '../../runs/initial-model.js';
import type { InitialOrigin, RunConfig } from '../../runs/config.js';
import { CONFIG } from '../../runs/files.js';
import type { ForeignWeights } from '../../model/transfer.js';
import type { TrainOptions } from '../../train/options.js';
import { whatIsRead } from '../../tasks/reads.js';
import { symbolNames } from '../../text/vocabulary.js';
import type { NetworkFields } from './request.js';

/** A model that initializes another run. */
interface Initial {
  readonly origin: InitialOrigin;
  /** The options of the run, with the sizes of the model, which the new network must have. */
  fit(options: TrainOptions): TrainOptions;
  /** Its weights for the symbols of these data, or for their images, and a line that reports what is used. */
  weights(data: Learned, options: TrainOptions): { readonly weights: ForeignWeights; readonly note: string };
}

type Learned = Pick<Opened, 'vocabulary' | 'task'>;

/** The sizes asked for, which must be the model's; how its values and weights are dropped may differ. */
type Asked = Pick<NetworkFields, (typeof SIZES)[number]> & Dropping;
type Dropping = Pick<NetworkFields, 'dropout' | 'dropoutMask' | 'inputDropout' | 'weightDropout'>;

const SIZES = ['cell', 'hidden', 'layers', 'embedding'] as const;

/**
 * A model as what a run begins with. Throws init/shape when a size that is asked for is not the model's. Of a network on
 * images only the CNN is taken, whose sizes the images decide.
 */
export function beginWith(initial: InitialModel, asked: Asked, { transferred }: MaterialKind): Initial {
  const { file, snapshot, origin } = initial;
  if (transferred === 'cnn') {
    const note = `the CNN is initialized from ${file}`;
    const weights: Initial['weights'] = (_, { model }) => ({ weights: cnnOf(initial, model.images!), note });
    return { origin, fit: (options) => options, weights };
  }
  for (const key of SIZES) {
    const [has, wanted] = [snapshot.model[key], asked[key]];
    if (wanted === undefined || has === wanted) continue;
    throw userError('init/shape', { file, flag: `--${key}`, has, asked: wanted });
  }
  const model = { ...sizesOf(snapshot.model), ...dropping(asked, snapshot.model) };
  return {
    origin,
    fit: (options) => ({ ...options, model }),
    weights: (data) => textWeights(initial, data),
  };
}

/**
 * The initial weights of a run that saved no checkpoint and starts over; undefined where it began with random ones.
 * Throws resume/initial when they cannot be had again, and run/config where they were not recorded.
 */
export function initialAgain(
  { options, environment: { initial } }: RunConfig,
  directory: string,
  data: Learned,
): ForeignWeights | undefined {
  if (initial === undefined) {
    if (!options.freeze) return undefined;
    const why = 'options.freeze: the weights of --init-from are not recorded, and no checkpoint was saved';
    throw userError('run/config', { file: join(directory, CONFIG), why });
  }
  const model = readInitialModelAgain(initial, directory);
  return options.model.images ? cnnOf(model, options.model.images) : textWeights(model, data).weights;
}

function sizesOf({ cell, hidden, layers, embedding, recurrentBias, ngrams }: ModelConfig) {
  return { cell, hidden, layers, embedding, recurrentBias, ...(ngrams && { ngrams }) };
}

/** As asked, else as the model had it. */
function dropping(asked: Dropping, own: ModelConfig) {
  const weightDropout = asked.weightDropout ?? own.weightDropout ?? 0;
  const inputDropout = asked.inputDropout ?? own.inputDropout ?? 0;
  const mask = asked.dropoutMask ?? own.dropoutMask;
  return {
    dropout: asked.dropout ?? own.dropout,
    ...(mask === 'window' && { dropoutMask: mask }),
    ...(inputDropout > 0 && { inputDropout }),
    ...(weightDropout > 0 && { weightDropout }),
  };
}

function textWeights({ snapshot, file }: InitialModel, { vocabulary, task }: Learned) {
  const what = whatIsRead(snapshot);
  if (what === 'series' || what === 'clips or images') throw userError('init/network', { file, what });
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
  const note = `initialized from ${file}, which knows ${met} of the ${wanted.length} symbols`;
  return { weights: { weights: snapshot.weights, symbols, task: snapshot.task }, note };
}

/** The CNN of another network. Throws init/cnn when it is not one for a network on these images. */
export function cnnOf({ snapshot: { weights }, file }: InitialModel, images: ImageConfig): ForeignWeights {
  for (const { name, shape } of cnnShapes(images)) {
    const has = weights.get(name)?.shape;
    if (String(has) === String(shape)) continue;
    const why = has ? `${name} is [${has.join(', ')}], expected [${shape.join(', ')}]` : `it has no ${name}`;
    throw userError('init/cnn', { file, why });
  }
  return { weights, symbols: [] };
}
