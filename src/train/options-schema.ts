import { z } from 'zod';
import { cellNames, isCell } from '../layers/cells.js';
import { imageSchema } from '../model/image-schema.js';
import type { TrainOptions } from './options.js';

const whole = z.int().nonnegative();
const share = z.number().min(0).lt(1);
const limit = whole.positive().nullable();

const fields = z.object({
  model: z.object({
    cell: z.string().refine(isCell, { error: () => `expected one of ${cellNames().join(', ')}` }),
    hidden: whole.positive().max(65_536),
    layers: whole.positive().max(64),
    embedding: whole.max(65_536),
    dropout: share,
    recurrentBias: z.boolean(),
    outputs: whole.positive().exactOptional(),
    images: imageSchema.exactOptional(),
  }),
  freeze: z.string().nullable().exactOptional(),
  initialization: z.object({
    distribution: z.enum(['uniform', 'normal']),
    scale: z.number().nullable(),
    zeroBiases: z.boolean(),
    forgetBias: z.number(),
  }),
  optimizer: z.object({
    name: z.enum(['sgd', 'adagrad', 'rmsprop', 'adam', 'adamw']),
    momentum: share,
    rho: share,
    beta1: share,
    beta2: share,
    epsilon: z.number().positive(),
    weightDecay: z.number().min(0).max(1).optional(),
  }),
  lr: z.number().positive(),
  schedule: z.object({
    name: z.enum(['constant', 'exponential', 'step', 'cosine', 'plateau']),
    decay: z.number().positive().max(1),
    decayAfter: whole.positive(),
    warmup: whole,
  }),
  clipNorm: z.number().nonnegative(),
  clipValue: z.number().nonnegative(),
  reduction: z.enum(['mean', 'sum']),
  seq: whole.positive(),
  batch: whole.positive(),
  epochs: limit,
  steps: whole.nullable(),
  minutes: z.number().positive().nullable(),
  patience: limit,
  seed: whole,
  split: z.object({ validation: share, test: share, layout: z.enum(['contiguous', 'streams']) }),
  evalEvery: limit,
  saveEvery: limit,
  sampleEvery: limit,
});

/** TrainOptions as they come back from a checkpoint or a config.json. Files of version 0.1 spell `initialisation`. */
export const trainOptionsSchema: z.ZodType<TrainOptions> = z.preprocess(withAmericanSpelling, fields);

function withAmericanSpelling(options: unknown): unknown {
  if (typeof options !== 'object' || options === null || !('initialisation' in options)) return options;
  const { initialisation, ...rest } = options;
  return { initialization: initialisation, ...rest };
}
