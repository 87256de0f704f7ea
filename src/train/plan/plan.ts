import type { ModelConfig } from '../../core/snapshot.js';
import { parametersOf } from '../../model/shapes.js';
import type { TrainOptions } from '../options.js';
import { costOf } from './cost.js';
import type { NgramOptions } from '../../layers/ngrams.js';
import { NGRAM_TABLE } from '../presets.js';
import * as rule from './rule.js';

/** The settings that a plan chooses, unless they are given. */
export const planParts = [
  ...(['hidden', 'layers', 'embedding', 'ngrams', 'ngramDropout'] as const),
  ...(['dropout', 'dropoutMask', 'weightDropout'] as const),
  ...(['lr', 'schedule', 'seq', 'batch'] as const),
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
  const choose = (ngrams?: NgramOptions, perWeight: number = rule.CHARACTERS_PER_WEIGHT) =>
    chooseNetwork(withNgrams(base.model, ngrams), given, text, { passesOf, perWeight });
  const network = given.has('ngrams') ? choose(base.model.ngrams) : withLookUps(text, choose, passesOf);
  const possible = passesOf(network);
  const least = (rule.LEAST_STEPS * seq * batch) / text.characters;
  const passes = budget.epochs ? possible : Math.min(possible, Math.max(rule.MOST_PASSES, least));
  const steps = Math.max(1, Math.round((passes * text.characters) / (seq * batch)));
  const { vocabulary: _, ...model } = network;
  const rate = budget.time && budget.time.speed / (costOf(network, window) * seq * batch);
  return {
    options: {
      ...base,
      model: regularized(model, given, passes),
      lr: given.has('lr') ? base.lr : round(base.lr * rule.rateFactorOf(network.hidden)),
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

/** Drops values between the layers and recurrent weights, the more the oftener the text repeats. */
function regularized(
  model: TrainOptions['model'],
  given: ReadonlySet<string>,
  passes: number,
): TrainOptions['model'] {
  const planned = round(rule.dropoutOf(passes));
  const dropout = given.has('dropout') ? model.dropout : planned;
  const weightDropout = given.has('weightDropout') ? (model.weightDropout ?? 0) : planned;
  const mask = given.has('dropoutMask') ? model.dropoutMask : 'window';
  const { dropoutMask: _, weightDropout: __, ...rest } = model;
  return {
    ...rest,
    dropout,
    ...(dropout > 0 && mask === 'window' && { dropoutMask: mask }),
    ...(weightDropout > 0 && { weightDropout }),
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

/** The widest network of those that read enough characters, and the narrowest where none does. */
function chooseNetwork(
  model: TrainOptions['model'],
  given: ReadonlySet<string>,
  { characters, vocabulary }: PlannedText,
  { passesOf, perWeight }: { readonly passesOf: PassesOf; readonly perWeight: number },
): ModelConfig {
  const embedding = vocabulary >= rule.MANY_SYMBOLS ? rule.EMBEDDING : 0;
  const widths = given.has('hidden') ? [model.hidden] : rule.WIDTHS;
  const networks = widths.map((hidden) => ({
    ...model,
    vocabulary,
    hidden,
    layers: given.has('layers') ? model.layers : 1,
    embedding: given.has('embedding') ? model.embedding : embedding,
  }));
  const fits = (network: ModelConfig) => passesOf(network) * characters >= perWeight * weightsOf(network);
  return networks.findLast(fits) ?? networks[0]!;
}

type PassesOf = (network: ModelConfig) => number;

/**
 * A wide network that looks up n-grams, where it reads the text only a few times; else one without, since they would
 * overfit.
 */
function withLookUps(
  { characters }: PlannedText,
  choose: (ngrams?: NgramOptions, perWeight?: number) => ModelConfig,
  passesOf: PassesOf,
): ModelConfig {
  const order = rule.orderOf(characters);
  if (order < 2) return choose();
  const ngrams = { ...NGRAM_TABLE, order, dropout: 0 };
  const wide = choose(ngrams, rule.LOOKING_UP.repeated);
  const network = passesOf(wide) < rule.FEW_PASSES ? choose(ngrams, rule.LOOKING_UP.once) : wide;
  const passes = passesOf(network);
  if (passes > rule.NGRAM_PASSES) return choose();
  return { ...network, ngrams: { ...ngrams, dropout: round(rule.ngramDropoutOf(passes)) } };
}

function withNgrams({ ngrams: _, ...rest }: TrainOptions['model'], ngrams?: NgramOptions) {
  return { ...rest, ...(ngrams && { ngrams }) };
}

/** All but the table of n-grams, of which a step uses a few rows. */
function weightsOf({ ngrams: _, ...network }: ModelConfig): number {
  return parametersOf(network);
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
