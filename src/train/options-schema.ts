import * as z from 'zod/mini';
import '../core/schema-messages.js';
import { cellNames, isCell } from '../layers/cells.js';
import { imageSchema } from '../model/image-schema.js';
import { ngramSchema } from '../model/ngram-schema.js';
import { seriesSchema } from '../model/series-schema.js';
import type { TrainOptions } from './options.js';

const whole = z.int().check(z.gte(0));
const positive = z.int().check(z.gte(0), z.positive());
const share = z.number().check(z.gte(0), z.lt(1));
const limit = z.nullable(positive);
const size = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));

/** TrainOptions as they come back from a checkpoint or a config.json. */
export const trainOptionsSchema: z.ZodMiniType<TrainOptions> = z.object({
  model: z.object({
    cell: z.string().check(z.refine(isCell, { error: () => `expected one of ${cellNames().join(', ')}` })),
    hidden: size(1, 65_536),
    layers: size(1, 64),
    embedding: size(0, 65_536),
    dropout: share,
    dropoutMask: z.exactOptional(z.literal('window')),
    ngrams: z.exactOptional(ngramSchema),
    inputDropout: z.exactOptional(share),
    weightDropout: z.exactOptional(share),
    recurrentBias: z.boolean(),
    outputs: z.exactOptional(positive),
    images: z.exactOptional(imageSchema),
    series: z.exactOptional(seriesSchema),
  }),
  freeze: z.nullable(z.string()),
  initialization: z.object({
    distribution: z.enum(['uniform', 'normal']),
    scale: z.nullable(z.number()),
    zeroBiases: z.boolean(),
    forgetBias: z.number(),
  }),
  optimizer: z.object({
    name: z.enum(['sgd', 'adagrad', 'rmsprop', 'adam', 'adamw']),
    momentum: share,
    rho: share,
    beta1: share,
    beta2: share,
    epsilon: z.number().check(z.positive()),
    weightDecay: z.number().check(z.gte(0), z.lte(1)),
  }),
  ema: share,
  lr: z.number().check(z.positive()),
  schedule: z.object({
    name: z.enum(['constant', 'exponential', 'step', 'cosine', 'plateau']),
    decay: z.number().check(z.positive(), z.lte(1)),
    decayAfter: positive,
    warmup: whole,
  }),
  clipNorm: z.number().check(z.gte(0)),
  clipValue: z.number().check(z.gte(0)),
  reduction: z.enum(['mean', 'sum']),
  seq: positive,
  batch: positive,
  epochs: limit,
  steps: z.nullable(whole),
  minutes: z.nullable(z.number().check(z.positive())),
  patience: limit,
  plan: z.exactOptional(
    z.object({
      minutes: z.number().check(z.positive()),
      stepsPerSecond: z.number().check(z.positive()),
    }),
  ),
  seed: whole,
  split: z.object({ validation: share, test: share, layout: z.enum(['contiguous', 'streams']) }),
  evalEvery: limit,
  saveEvery: limit,
  sampleEvery: limit,
  milestones: z.boolean(),
  counts: z.boolean(),
});
