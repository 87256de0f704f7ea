import type { ModelConfig } from '../../core/snapshot.js';
import { cellNamed } from '../../layers/cells.js';
import type { TrainOptions } from '../options.js';
import { costOf } from './cost.js';
import { NGRAM_TABLE } from '../presets.js';
import * as rule from './rule.js';

/** The settings that a plan chooses, unless they are given. */
export const planParts = [
  ...(['cell', 'hidden', 'layers', 'embedding', 'ngrams', 'ngramDropout'] as const),
  ...(['dropout', 'dropoutMask'] as const),
  ...(['optimizer', 'weightDecay', 'lr', 'schedule', 'seq', 'batch'] as const),
] as const;
export type PlanPart = (typeof planParts)[number];

/** What is to be learned from. */
export interface PlannedText {
  /** Symbols of the training part. */
  readonly characters: number;
  readonly vocabulary: number;
  /** Symbols that are evaluated once an epoch, as a fraction of those. */
  readonly heldOut: number;
}

/** Passes over the text, or time, or whichever ends first. */
export interface Budget {
  readonly epochs?: number | undefined;
  /** Minutes, and the speed of this machine in the units of cost.ts per second. */
  readonly time?: { readonly minutes: number; readonly speed: number } | undefined;
}

export interface Plan {
  /** Complete: with the number of steps, for a budget of time. */
  readonly options: TrainOptions;
  /** Passes over the text. */
  readonly passes: number;
  /** Whether more time would only overfit, so that the plan ends before the budget. */
  readonly endsEarly: boolean;
}

/**
 * The settings with which training ends well at the end of a budget. `base` are the settings otherwise, of which those
 * in `given` are kept: the plan works around them. A pure function, so that a plan can be made again.
 */
export function planTraining(
  base: TrainOptions,
  given: ReadonlySet<string>,
  text: PlannedText,
  budget: Budget,
): Plan {
  const batch = given.has('batch') ? base.batch : fittingBatch(text.characters);
  const seq = given.has('seq') ? base.seq : rule.WINDOW;
  const window = { seq, batch };
  const passesOf = (network: ModelConfig) => charactersOf(network, text, window, budget) / text.characters;
  const network = chooseNetwork(base.model, given, text, passesOf);
  const possible = passesOf(network);
  const least = (rule.LEAST_STEPS * seq * batch) / text.characters;
  const passes = budget.epochs ? possible : Math.min(possible, Math.max(rule.MOST_PASSES, least));
  const steps = Math.max(1, Math.round((passes * text.characters) / (seq * batch)));
  const { vocabulary: _, ...model } = network;
  const trained = optimization(base, given, {
    hidden: network.hidden,
    stepsOfPass: text.characters / (seq * batch),
  });
  const rate = budget.time && budget.time.speed / (costOf(network, window) * seq * batch);
  return {
    options: {
      ...base,
      model: regularized(model, given, passes),
      ...trained,
      schedule: given.has('schedule') ? base.schedule : { ...base.schedule, ...COSINE },
      ...window,
      ...(budget.time && {
        epochs: null,
        minutes: null,
        steps,
        plan: { minutes: budget.time.minutes, stepsPerSecond: rate! },
      }),
    },
    passes,
    endsEarly: passes < possible,
  };
}

/**
 * The optimizer and its rate: AdamW, unless another is given or a rate, which is meant for the usual one. Its decay is what
 * keeps the network, and n-grams above all, from learning the text by heart: weights forget in a part of a pass.
 */
function optimization(
  { optimizer, lr }: TrainOptions,
  given: ReadonlySet<string>,
  { hidden, stepsOfPass }: { readonly hidden: number; readonly stepsOfPass: number },
): Pick<TrainOptions, 'optimizer' | 'lr'> {
  if (given.has('lr')) return { optimizer, lr };
  const rate = round(lr * rule.rateFactorOf(hidden));
  if (given.has('optimizer')) return { optimizer, lr: rate };
  const weightDecay = round(Math.min(1, 1 / (rule.MEMORY * rate * stepsOfPass)));
  return { optimizer: { ...optimizer, name: 'adamw', weightDecay }, lr: rate };
}

/** Drops values and what is looked up, the more the oftener the text repeats. */
function regularized(
  { ngrams, ...model }: TrainOptions['model'],
  given: ReadonlySet<string>,
  passes: number,
): TrainOptions['model'] {
  const dropout = given.has('dropout') ? model.dropout : round(rule.dropoutOf(passes));
  const mask = given.has('dropoutMask') ? model.dropoutMask : 'window';
  const { dropoutMask: _, ...rest } = model;
  const own = given.has('ngrams') || given.has('ngramDropout');
  return {
    ...rest,
    dropout,
    ...(dropout > 0 && mask === 'window' && { dropoutMask: mask }),
    ...(ngrams && { ngrams: own ? ngrams : { ...ngrams, dropout: round(rule.ngramDropoutOf(passes)) } }),
  };
}

/** The schedule that ends with the steps. */
export const COSINE = { name: 'cosine', decay: 1, decayAfter: 1 } as const;

/** Two significant digits, as a person would type it. */
export const round = (value: number): number => Number(value.toPrecision(2));

/** So many rows that the text is at least eight windows long in each. */
function fittingBatch(characters: number): number {
  const most = Math.max(1, Math.floor(characters / (8 * rule.WINDOW)));
  return Math.min(rule.batchOf(characters), most);
}

/** The widest network of those that read enough characters of a long enough text, else the narrowest. */
function chooseNetwork(
  model: TrainOptions['model'],
  given: ReadonlySet<string>,
  { characters, vocabulary }: PlannedText,
  passesOf: (network: ModelConfig) => number,
): ModelConfig {
  const embedding = vocabulary >= rule.MANY_SYMBOLS ? rule.EMBEDDING : 0;
  const order = rule.orderOf(characters);
  const { ngrams: own, ...rest } = model;
  const ngrams = given.has('ngrams') ? own : { ...NGRAM_TABLE, dropout: 0, ...own, order };
  const widths = given.has('hidden') ? [model.hidden] : rule.WIDTHS;
  const networks = widths.map((hidden) => ({
    ...rest,
    ...(ngrams && { ngrams }),
    vocabulary,
    cell: given.has('cell') ? model.cell : rule.CELL,
    hidden,
    layers: given.has('layers') ? model.layers : 1,
    embedding: given.has('embedding') ? model.embedding : embedding,
  }));
  const fits = (network: ModelConfig) => {
    const weights = weightsOf(network);
    const read = passesOf(network) * characters;
    return read >= rule.CHARACTERS_PER_WEIGHT * weights && characters >= rule.TEXT_PER_WEIGHT * weights;
  };
  return networks.findLast(fits) ?? networks[0]!;
}

/** Those of the recurrent products, about: tables of symbols and n-grams, of which a step uses a few rows, aside. */
function weightsOf({ cell, hidden, layers }: ModelConfig): number {
  return cellNamed(cell).gates.length * hidden ** 2 * layers;
}

/** The characters that can be read within the budget; an evaluation takes a third of what training on it would. */
function charactersOf(
  network: ModelConfig,
  { characters, heldOut }: PlannedText,
  window: { readonly seq: number; readonly batch: number },
  budget: Budget,
): number {
  const most = (budget.epochs ?? Infinity) * characters;
  if (budget.time === undefined) return most;
  const read = (budget.time.minutes * 60 * budget.time.speed) / costOf(network, window);
  return Math.min(most, read / (1 + heldOut / 3));
}
