import type { Counted, RunDescription } from '../app/train/events.js';
import { bits, count, duration, many, percent } from '../core/format.js';
import { isError, type Metric } from '../data/train-data.js';
import { metricNames } from '../tasks/units.js';

export { formatSpeed, type Units } from '../tasks/units.js';
import type { DoneEvent, EvalEvent, StartEvent, StepEvent } from '../train/events.js';

/** A loss in both units: `1.4231 nats (2.053 bits)`. */
function formatLoss(nats: number): string {
  return `${nats.toFixed(4)} nats (${bits(nats, 3)} bits)`;
}

/** The lines above the bar: data, model, kernels and directory. `blasHint` is how to install a BLAS library here. */
export function header(start: StartEvent, run: RunDescription, blasHint: () => string): string[] {
  const { options, backend, directory, threads, task } = run;
  const { seq, batch, model } = options;
  const lines = [
    ...run.facts(start).map(([word, text]) => `${word.padEnd(8)} ${text}`),
    `split    ${describeSplit(run)}`,
    `model    ${describeNetwork(model)}, ${count(start.parameters)} parameters`,
    ...(isLarge(start, run) ? [`         ${ADVICE}`] : []),
    `rate     ${describeRate(options)}`,
    `kernels  ${backend.name}, ${many(threads, 'thread')}`,
    `         ${backend.why}`,
    ...(backend.lacksBlas ? [`         ${blasHint()}`] : []),
    `run      ${directory}, ${many(start.stepsPerEpoch, 'step')} an epoch`,
  ];
  if (start.step > 0) lines.push(`         continues from step ${count(start.step)}`);
  const isCut = start.batch < batch || start.seq < seq;
  if (isCut && task === undefined)
    lines.push(
      `         short text: --batch ${start.batch} --seq ${start.seq} instead of ${batch} and ${seq}`,
    );
  return lines;
}

/** Parameters for each character from which a text is soon known by heart. */
const MANY_PARAMETERS = 8;
const ADVICE =
  'many for so short a text, which it will soon overfit: try a smaller --hidden, or --minutes 2, which plans the network';

/** Whether a network is far larger than its text can teach; one that was planned is not judged. */
function isLarge({ parameters, characters, step }: StartEvent, { options, task }: RunDescription): boolean {
  const { model, plan, split } = options;
  if (task || model.images || plan || step > 0) return false;
  return parameters > MANY_PARAMETERS * characters * (1 - split.validation - split.test);
}

/** `0.002, adam, exponential schedule`: the rate before the schedule. */
const describeRate = ({ lr, optimizer, schedule }: RunDescription['options']): string =>
  `${lr}, ${optimizer.name}, ${schedule.name === 'constant' ? 'constant' : `${schedule.name} schedule`}`;

/** The fraction of the run that is done, by steps or by time, whichever ends it first; NaN when nothing limits it. */
export function shareDone(
  { step, seconds }: StepEvent,
  { totalSteps }: StartEvent,
  { options: { minutes } }: RunDescription,
): number {
  if (totalSteps === null && minutes === null) return NaN;
  return Math.max(
    totalSteps === null ? 0 : step / totalSteps,
    minutes === null ? 0 : seconds / (minutes * 60),
  );
}

/**
 * What follows the step of an event: `12 s left` once that can be told, from the step at which this session began, or,
 * after the last step, what is still done.
 */
export function timeLeft(
  { seconds }: StepEvent,
  began: StepEvent,
  share: number,
  { held }: RunDescription,
): string {
  if (share >= 1) return held.validation || held.test ? 'validating' : 'saving';
  if (Number.isNaN(share) || seconds - began.seconds < 2) return '';
  return `${duration((seconds * (1 - share)) / share)} left`;
}

/** The recurrent layers, and what is below them. */
function describeNetwork({ layers, hidden, cell, images }: RunDescription['options']['model']): string {
  const cells = `${layers} × ${hidden} ${cell}`;
  switch (images?.network) {
    case undefined:
      return cells;
    case 'frames':
      return 'a CNN for each frame, averaged over time';
    case 'cnn-lstm':
      return `a CNN under ${cells}`;
    case 'conv':
      return `a CNN under ${cells}, ${images!.kernel}×${images!.kernel} convolutions`;
    case 'captions':
      return `a CNN, then ${cells} that begin with its features`;
  }
}

/** The parts that the data were actually divided into: short data may leave none to hold out. */
function describeSplit({ options, held }: RunDescription): string {
  const { validation, test } = options.split;
  const parts = [
    held.validation && `${given(validation)} to validate`,
    held.test && `${given(test)} to test`,
  ].filter((part) => part !== false);
  const missing = [
    validation > 0 && !held.validation && 'validation',
    test > 0 && !held.test && 'test',
  ].filter((part) => part !== false);
  const rest = 1 - (held.validation ? validation : 0) - (held.test ? test : 0);
  const words = [`${given(rest)} to train`, ...parts].join(', ');
  return missing.length === 0 ? words : `${words}; too short for a ${missing.join(' and a ')} part`;
}

/** A share as it is given on the command line: .05 is `5 %`. */
const given = (share: number) => percent(share).replace('.0 ', ' ');

/** The line of an evaluation. */
export function formatEvaluation(event: EvalEvent, { uniformLoss: uniform }: RunDescription): string {
  const { step, epoch, split, loss, best, metrics } = event;
  const where = `epoch ${epoch.toFixed(2)}  step ${count(step)}`;
  const measured = metrics ? `  ${formatMetrics(metrics)}` : '';
  const verdict =
    loss > uniform ? `  worse than uniform guessing (${uniform.toFixed(4)})` : best ? '  best so far' : '';
  return `${where}  ${split} ${formatLoss(loss)}${measured}${verdict}`;
}

/** The lines about the counts that were kept. */
export function formatCounted(
  { order, loss, network, counts }: Counted,
  { units: { prediction: unit } }: RunDescription,
): string[] {
  return [
    `counts of up to ${many(order, unit)} of context: ${counts.toFixed(4)} nats, the network ${network.toFixed(4)}`,
    `both together ${formatLoss(loss)} per ${unit}, weighted on the other half of the validation part`,
  ];
}

/** The last losses; absent for a part that was not measured. */
export interface FinalLosses {
  /** Smoothed loss of training, in nats. */
  training?: number;
  validation?: EvalEvent;
  test?: EvalEvent;
}

/** How the run ended. */
export function formatEnd(
  { reason, step, best }: DoneEvent,
  { training: train, validation, test }: FinalLosses,
  { uniformLoss: uniform, units: { prediction: unit } }: RunDescription,
): string[] {
  const why = {
    epochs: 'all epochs are done',
    steps: 'all steps are done',
    minutes: 'time limit reached',
    patience: 'validation no longer improves',
    stopped: 'stopped and saved',
  }[reason];
  const last = validation?.loss ?? train;
  return [
    `${why} at step ${count(step)}`,
    ...(best !== null ? [`best validation loss ${formatLoss(best)} per ${unit}`] : []),
    ...(test !== undefined ? [`test loss ${formatLoss(test.loss)} per ${unit}`] : []),
    ...(test?.metrics ? [`test ${formatMetrics(test.metrics)}`] : []),
    ...(last !== undefined && last > uniform
      ? [
          `this network is worse than uniform guessing (loss ${last.toFixed(4)}, ln V = ${uniform.toFixed(4)}): ` +
            'train it longer, or lower --lr',
        ]
      : []),
  ];
}

/** `exact match 98.20 %  symbols right 99.61 %`, `MAE 12.31  RMSE 15.20`. */
export function formatMetrics(metrics: EvalEvent['metrics'] = {}): string {
  const entries = Object.entries(metrics) as [Metric, number][];
  const figure = ([metric, value]: [Metric, number]) =>
    isError(metric) ? `${value.toPrecision(4)}` : `${(100 * value).toFixed(2)} %`;
  return entries.map((entry) => `${metricNames[entry[0]]} ${figure(entry)}`).join('  ');
}
