import { tableTasks } from '../../core/snapshot.js';
import * as z from 'zod/mini';
import '../../core/schema-messages.js';
import { cellNames, isCell } from '../../layers/cells.js';
import { imageSchema } from '../../model/image-schema.js';
import { ngramSchema } from '../../model/ngram-schema.js';
import { seriesSchema } from '../../model/series-schema.js';

/** Larger sizes are refused: far above what can be trained here, far below what exhausts memory. */
const MAX_SIZE = 65_536;
const MAX_LAYERS = 64;

/** An integer from `least`. */
const size = (least: number) => z.int().check(z.gte(least), z.lte(MAX_SIZE));

/** The labels of the outputs. */
export const labelsSchema = z.array(z.string().check(z.maxLength(1000))).check(z.maxLength(MAX_SIZE));

/** ModelConfig. */
export const modelSchema = z
  .strictObject({
    cell: z.string().check(z.refine(isCell, { error: () => `expected one of ${cellNames().join(', ')}` })),
    hidden: size(1),
    layers: z.int().check(z.gte(1), z.lte(MAX_LAYERS)),
    embedding: size(0),
    dropout: z.number().check(z.gte(0), z.lt(1)),
    dropoutMask: z.exactOptional(z.literal('window')),
    ngrams: z.exactOptional(ngramSchema),
    inputDropout: z.exactOptional(z.number().check(z.gte(0), z.lt(1))),
    weightDropout: z.exactOptional(z.number().check(z.gte(0), z.lt(1))),
    recurrentBias: z.boolean(),
    vocabulary: size(0),
    outputs: z.exactOptional(size(1)),
    sourceVocabulary: z.exactOptional(size(1)),
    condition: z.exactOptional(size(1)),
    images: z.exactOptional(imageSchema),
    series: z.exactOptional(seriesSchema),
  })
  // a network on images or a series has its own outputs, all others have symbols
  .check(
    z.refine(({ images, series, outputs, vocabulary }) => {
      const hasSymbols = (images === undefined && !series) || images?.network === 'captions';
      return hasSymbols ? vocabulary > 0 : outputs !== undefined;
    }, 'it has no outputs'),
  )
  .check(
    z.refine(({ series, outputs, vocabulary, embedding, images, ngrams, sourceVocabulary }) => {
      if (!series) return true;
      const values = series.targets.length * (series.loss === 'gaussian' ? 2 : 1);
      const hasOthers = vocabulary + embedding > 0 || images || ngrams || sourceVocabulary;
      return !hasOthers && (values === 0 || outputs === values);
    }, 'it does not fit its series'),
  );

const symbolSchema = z.string().check(
  z.maxLength(2),
  z.refine((symbol) => [...symbol].length === 1, 'is not one character'),
);

/** VocabularyData: distinct characters, or with `bytes` none, as symbol i is byte i. */
export const vocabularySchema = z
  .strictObject({
    tokens: z.enum(['chars', 'bytes']),
    symbols: z.array(symbolSchema).check(z.maxLength(MAX_SIZE)),
  })
  .check(z.refine(({ symbols }) => new Set(symbols).size === symbols.length, 'a symbol stands twice'))
  .check(
    z.refine(
      ({ tokens, symbols }) => tokens === 'chars' || symbols.length === 0,
      'bytes have no list of symbols',
    ),
  );

const names = z.array(z.string().check(z.maxLength(1000))).check(z.maxLength(MAX_SIZE));
const named = names.check(z.minLength(1));
const numbers = z.array(z.number()).check(z.maxLength(MAX_SIZE));

/** TaskData. */
export const taskSchema = z
  .strictObject({
    name: z.enum(tableTasks),
    from: names,
    to: z.string().check(z.maxLength(1000)),
    toTokens: z.enum(['chars', 'words']),
    source: names,
    target: named,
    scaling: z.nullable(z.strictObject({ mean: numbers, deviation: numbers })),
    delay: size(0),
    reverse: z.boolean(),
  })
  .check(
    z.refine(({ name, from }) => from.length > 0 || name === 'generate', 'it has no columns'),
    z.refine(
      ({ source, target }) => [source, target].every((symbols) => new Set(symbols).size === symbols.length),
      'a symbol stands twice',
    ),
  )
  .check(
    z.refine(
      ({ scaling, from }) =>
        scaling === null || [scaling.mean, scaling.deviation].every(({ length }) => length === from.length),
      'the scaling is not that of the columns',
    ),
  );

/** The options and the progress of training: plain objects, which the trainer checks by its own rules. */
export const objectSchema = z.record(z.string(), z.json());
