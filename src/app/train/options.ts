import { userError } from '../../core/errors.js';
import type { MaterialKind } from '../../material/material.js';
import type { ScheduleOptions, TrainOptions } from '../../train/options.js';
import { NGRAM_TABLE, rateOf, usualSchedules } from '../../train/presets.js';
import type { OptimizationFields, ResumeRequest, TrainRequest } from './request.js';

export type { TrainOptions };

/** The options of a new run: those of the preset for its material, overridden by the fields given, then validated. */
export function trainOptions(request: TrainRequest, material: MaterialKind): TrainOptions {
  const preset = material.preset(request);
  const { model } = preset;
  const options: TrainOptions = {
    ...preset,
    ...limits(request, preset),
    ...clipping(request, preset),
    model: {
      ...model,
      cell: request.cell ?? model.cell,
      hidden: request.hidden ?? model.hidden,
      layers: request.layers ?? model.layers,
      embedding: request.embedding ?? model.embedding,
      dropout: request.dropout ?? model.dropout,
      ...(request.dropoutMask === 'window' && { dropoutMask: 'window' }),
      ...ngramsOf(request),
      ...(request.inputDropout && { inputDropout: request.inputDropout }),
      ...(request.weightDropout && { weightDropout: request.weightDropout }),
    },
    freeze: frozen(request, material),
    optimizer: optimizerOf(request, preset.optimizer),
    ema: request.ema ?? preset.ema,
    lr: request.lr ?? rateOf(preset, request.optimizer),
    schedule: schedule(request, preset.schedule),
    reduction: request.reduction ?? preset.reduction,
    seq: request.seq ?? preset.seq,
    batch: request.batch ?? preset.batch,
    seed: request.seed ?? preset.seed,
    split: splitOf(request, preset.split),
    ...intervals(request, preset),
    milestones: request.keep === 'log',
    counts: request.counts ?? false,
  };
  if (options.counts && material.purpose(request.task) !== 'text')
    throw userError('usage/conflict', { flag: '--counts', other: 'tasks' });
  if (options.counts && request.lines)
    throw userError('usage/conflict', { flag: '--counts', other: '--lines' });
  check(options, request.patience);
  return options;
}

/** The options of a resumed run: those of its checkpoint, overridden by the fields that may change at resume. */
export function resumedOptions(request: ResumeRequest, saved: TrainOptions): TrainOptions {
  const options: TrainOptions = {
    ...saved,
    ...clipping(request, saved),
    lr: request.lr ?? saved.lr,
    epochs: request.epochs ?? saved.epochs,
    steps: request.steps ?? saved.steps,
    minutes: request.minutes ?? saved.minutes,
    patience: request.patience ?? saved.patience,
    ...intervals(request, saved),
    milestones: saved.milestones || request.keep === 'log',
    counts: saved.counts || (request.counts ?? false),
  };
  check(options, request.patience);
  return options;
}

const ngramsOf = ({ ngrams: order, ngramDropout: dropout = 0 }: TrainRequest) =>
  order ? { ngrams: { ...NGRAM_TABLE, order, dropout } } : {};

/** --steps or --minutes replaces the preset's limit of epochs. */
function limits(request: OptimizationFields, preset: TrainOptions): Partial<TrainOptions> {
  const own = request.steps !== undefined || request.minutes !== undefined;
  return {
    epochs: request.epochs ?? (own ? null : preset.epochs),
    steps: request.steps ?? preset.steps,
    minutes: request.minutes ?? preset.minutes,
    patience: request.patience ?? preset.patience,
  };
}

type Intervals = 'evalEvery' | 'saveEvery' | 'sampleEvery';

const intervals = (
  request: { readonly [K in Intervals]?: number | undefined },
  base: TrainOptions,
): Pick<TrainOptions, Intervals> => ({
  evalEvery: request.evalEvery ?? base.evalEvery,
  saveEvery: request.saveEvery ?? base.saveEvery,
  sampleEvery: request.sampleEvery ?? base.sampleEvery,
});

/** The part that is not trained. Throws usage/value for one that the network does not take from another. */
function frozen({ freeze }: TrainRequest, { transferred }: MaterialKind): TrainOptions['freeze'] {
  if (freeze === undefined) return null;
  if (freeze === transferred) return freeze;
  const expected = transferred === 'cnn' ? 'cnn, for an .npz file' : 'rnn, or clips to train on';
  throw userError('usage/value', { flag: '--freeze', value: freeze, expected });
}

/** Giving one kind of clipping turns the preset's other kind off, unless both are given. */
function clipping(
  { clipNorm, clipValue }: Pick<OptimizationFields, 'clipNorm' | 'clipValue'>,
  preset: TrainOptions,
): Pick<TrainOptions, 'clipNorm' | 'clipValue'> {
  if (clipNorm === undefined && clipValue === undefined)
    return { clipNorm: preset.clipNorm, clipValue: preset.clipValue };
  return { clipNorm: clipNorm ?? 0, clipValue: clipValue ?? 0 };
}

/** Of a part that is a file, the share is known once it is read: until then it is the preset's. */
function splitOf(
  { val, test, split }: Pick<TrainRequest, 'val' | 'test' | 'split'>,
  preset: TrainOptions['split'],
): TrainOptions['split'] {
  const hasFiles = typeof val === 'string' || typeof test === 'string';
  const layout = split ?? preset.layout;
  if (hasFiles && layout === 'streams')
    throw userError('usage/conflict', { flag: '--split streams', other: 'a file for --val or --test' });
  const shareOf = (given: number | string | undefined, usual: number) => {
    if (typeof given === 'number') return given;
    return given === undefined && hasFiles ? 0 : usual;
  };
  return { validation: shareOf(val, preset.validation), test: shareOf(test, preset.test), layout };
}

/** The parameters of a schedule other than the preset's. */
function schedule(request: OptimizationFields, preset: ScheduleOptions): ScheduleOptions {
  const name = request.schedule ?? preset.name;
  const usual = name === preset.name ? preset : usualSchedules[name];
  return {
    name,
    decay: request.decay ?? usual.decay,
    decayAfter: request.decayAfter ?? usual.decayAfter,
    warmup: request.warmup ?? preset.warmup,
  };
}

/** AdamW decays by .01 by default, as in PyTorch; the other optimizers have no decay. */
function optimizerOf(
  { optimizer, weightDecay }: OptimizationFields,
  preset: TrainOptions['optimizer'],
): TrainOptions['optimizer'] {
  const name = optimizer ?? preset.name;
  if (name === 'adamw') return { ...preset, name, weightDecay: weightDecay ?? 0.01 };
  if (weightDecay !== undefined)
    throw userError('usage/conflict', { flag: '--weight-decay', other: `--optimizer ${name}` });
  return { ...preset, name };
}

function check({ split, counts }: TrainOptions, patience: number | undefined): void {
  const { validation, test, layout } = split;
  if (counts && layout === 'streams')
    throw userError('usage/conflict', { flag: '--counts', other: '--split streams' });
  if (counts && validation === 0)
    throw userError('usage/conflict', { flag: '--counts', other: '--val 0: they are weighted on that part' });
  if (validation + test >= 1) {
    const expected = 'fractions that sum to less than 1';
    throw userError('usage/value', {
      flag: '--val and --test',
      value: `${validation} + ${test}`,
      expected,
    });
  }
  if (patience !== undefined && validation === 0) {
    const expected = 'a validation part too (--val above 0), since patience is measured on its loss';
    throw userError('usage/value', { flag: '--patience', value: patience, expected });
  }
}
