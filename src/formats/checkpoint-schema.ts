import { z } from 'zod';
import { cellNames, isCell } from '../layers/cells.js';
import { imageSchema } from '../model/image-schema.js';

/** Sizes beyond these are refused: far above anything that trains here, far below what exhausts memory. */
export const MAX_SIZE = 65_536;
export const MAX_LAYERS = 64;

/** What outputs stand for. */
export const labelsSchema = z.array(z.string().max(1000)).max(MAX_SIZE);

/** ModelConfig. */
export const modelSchema = z
  .strictObject({
    cell: z.string().refine(isCell, { error: () => `expected one of ${cellNames().join(', ')}` }),
    hidden: z.int().min(1).max(MAX_SIZE),
    layers: z.int().min(1).max(MAX_LAYERS),
    embedding: z.int().min(0).max(MAX_SIZE),
    dropout: z.number().min(0).lt(1),
    recurrentBias: z.boolean(),
    vocabulary: z.int().min(0).max(MAX_SIZE),
    outputs: z.int().min(1).max(MAX_SIZE).exactOptional(),
    sourceVocabulary: z.int().min(1).max(MAX_SIZE).exactOptional(),
    condition: z.int().min(1).max(MAX_SIZE).exactOptional(),
    images: imageSchema.exactOptional(),
  })
  // a network on images has outputs of its own, every other one symbols
  .refine(
    ({ images, outputs, vocabulary }) => (images ? outputs !== undefined : vocabulary > 0),
    'it has no outputs',
  );

const symbolSchema = z
  .string()
  .max(2)
  .refine((symbol) => [...symbol].length === 1, 'is not one character');

/** VocabularyData: distinct characters, or with `bytes` none, as symbol i is byte i. */
export const vocabularySchema = z
  .strictObject({
    tokens: z.enum(['chars', 'bytes']),
    symbols: z.array(symbolSchema).max(MAX_SIZE),
  })
  .refine(({ symbols }) => new Set(symbols).size === symbols.length, 'a symbol stands twice')
  .refine(
    ({ tokens, symbols }) => tokens === 'chars' || symbols.length === 0,
    'bytes have no list of symbols',
  );

const names = z.array(z.string().max(1000)).max(MAX_SIZE);
const numbers = z.array(z.number()).max(MAX_SIZE);

/** TaskData. */
export const taskSchema = z
  .strictObject({
    name: z.enum(['classify', 'tag', 'generate', 'translate']),
    from: names.min(1),
    to: z.string().max(1000),
    toTokens: z.enum(['chars', 'words']),
    source: names,
    target: names.min(1),
    scaling: z.strictObject({ mean: numbers, deviation: numbers }).nullable(),
    delay: z.int().min(0).max(MAX_SIZE),
    reverse: z.boolean(),
  })
  .refine(
    ({ source, target }) => [source, target].every((symbols) => new Set(symbols).size === symbols.length),
    'a symbol stands twice',
  )
  .refine(
    ({ scaling, from }) =>
      scaling === null || [scaling.mean, scaling.deviation].every(({ length }) => length === from.length),
    'the scaling is not that of the columns',
  );

/** The options and the progress of training: plain objects, which the trainer checks by its own rules. */
export const objectSchema = z.record(z.string(), z.json());
