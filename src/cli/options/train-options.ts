import { userError } from '../../core/errors.js';
import type { ScheduleOptions, TrainOptions } from '../../train/options.js';
import { defaultPreset, presets, rateOf, tablePreset, usualSchedules } from '../../train/presets.js';
import type { TrainValues } from './train.js';

/** The options of a new run: those of the preset, overridden by the flags given, then validated. */
export function trainOptions(values: TrainValues): TrainOptions {
  const preset = presetFor(values);
  const { model } = preset;
  const options: TrainOptions = {
    ...preset,
    ...limits(values, preset),
    ...clipping(values, preset),
    model: {
      ...model,
      cell: values.cell ?? model.cell,
      hidden: values.hidden ?? model.hidden,
      layers: values.layers ?? model.layers,
      embedding: values.embedding ?? model.embedding,
      dropout: values.dropout ?? model.dropout,
      ...(values.dropoutMask === 'window' && { dropoutMask: 'window' }),
      ...(values.weightDropout && { weightDropout: values.weightDropout }),
    },
    freeze: values.freeze ?? null,
    optimizer: optimizerOf(values, preset.optimizer),
    ema: values.ema ?? preset.ema,
    lr: values.lr ?? rateOf(preset, values.optimizer),
    schedule: schedule(values, preset.schedule),
    reduction: values.reduction ?? preset.reduction,
    seq: values.seq ?? preset.seq,
    batch: values.batch ?? preset.batch,
    seed: values.seed ?? preset.seed,
    split: {
      validation: values.val ?? preset.split.validation,
      test: values.test ?? preset.split.test,
      layout: values.split ?? preset.split.layout,
    },
    evalEvery: values.evalEvery ?? preset.evalEvery,
    saveEvery: values.saveEvery ?? preset.saveEvery,
    sampleEvery: values.sampleEvery ?? preset.sampleEvery,
    milestones: values.keep === 'log',
  };
  check(options, values);
  return options;
}

/** The rows of a table are shuffled and divided, whatever the preset has for a text. */
function presetFor({ preset, task, cell }: TrainValues): TrainOptions {
  if (task === 'language') return preset === 'default' ? defaultPreset(cell) : presets[preset];
  const { split, ...rest } = preset === 'default' ? tablePreset : presets[preset];
  return { ...rest, split: { ...split, layout: 'contiguous' } };
}

/** The options of a resumed run: those of its checkpoint, overridden by the flags that may change at resume. */
export function resumedOptions(values: TrainValues, saved: TrainOptions): TrainOptions {
  const options: TrainOptions = {
    ...saved,
    ...clipping(values, saved),
    lr: values.lr ?? saved.lr,
    epochs: values.epochs ?? saved.epochs,
    steps: values.steps ?? saved.steps,
    minutes: values.minutes ?? saved.minutes,
    patience: values.patience ?? saved.patience,
    evalEvery: values.evalEvery ?? saved.evalEvery,
    saveEvery: values.saveEvery ?? saved.saveEvery,
    sampleEvery: values.sampleEvery ?? saved.sampleEvery,
    milestones: saved.milestones || values.keep === 'log',
  };
  check(options, values);
  return options;
}

/** --steps or --minutes replaces the preset's limit of epochs. */
function limits(values: TrainValues, preset: TrainOptions): Partial<TrainOptions> {
  const own = values.steps !== undefined || values.minutes !== undefined;
  return {
    epochs: values.epochs ?? (own ? null : preset.epochs),
    steps: values.steps ?? preset.steps,
    minutes: values.minutes ?? preset.minutes,
    patience: values.patience ?? preset.patience,
  };
}

/** Giving one kind of clipping turns the preset's other kind off, unless both are given. */
function clipping(
  { clipNorm, clipValue }: TrainValues,
  preset: TrainOptions,
): Pick<TrainOptions, 'clipNorm' | 'clipValue'> {
  if (clipNorm === undefined && clipValue === undefined) {
    return { clipNorm: preset.clipNorm, clipValue: preset.clipValue };
  }
  return { clipNorm: clipNorm ?? 0, clipValue: clipValue ?? 0 };
}

/** The parameters of a schedule other than the preset's. */
function schedule(values: TrainValues, preset: ScheduleOptions): ScheduleOptions {
  const name = values.schedule ?? preset.name;
  const usual = name === preset.name ? preset : usualSchedules[name];
  return {
    name,
    decay: values.decay ?? usual.decay,
    decayAfter: values.decayAfter ?? usual.decayAfter,
    warmup: values.warmup ?? preset.warmup,
  };
}

/** AdamW decays by .01 by default, as in PyTorch; the other optimizers have no decay. */
function optimizerOf(
  { optimizer, weightDecay }: TrainValues,
  preset: TrainOptions['optimizer'],
): TrainOptions['optimizer'] {
  const name = optimizer ?? preset.name;
  if (name === 'adamw') return { ...preset, name, weightDecay: weightDecay ?? 0.01 };
  if (weightDecay !== undefined) {
    throw userError('usage/conflict', { flag: '--weight-decay', other: `--optimizer ${name}` });
  }
  return { ...preset, name };
}

function check(options: TrainOptions, values: TrainValues): void {
  const { validation, test } = options.split;
  if (validation + test >= 1) {
    const value = `${validation} + ${test}`;
    throw userError('usage/value', {
      flag: '--val and --test',
      value,
      expected: 'fractions that sum to less than 1',
    });
  }
  if (values.patience !== undefined && validation === 0) {
    const expected = 'a validation part too (--val above 0), since patience is measured on its loss';
    throw userError('usage/value', { flag: '--patience', value: values.patience, expected });
  }
}
