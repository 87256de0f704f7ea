import { clipHeader } from '../clips/header.js';
import { bits, count, percent } from '../../core/format.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { blasHint } from './blas-hint.js';
import type { DoneEvent, EvalEvent, StartEvent } from '../../train/events.js';
import { formatMetrics, describeTable } from './task-format.js';
import { unitsOfTraining, type TrainCorpus, type Training } from './training.js';
import { unitsOf } from '../../tasks/units.js';

/** A loss in both units: `1.4231 nats (2.053 bits)`. */
function formatLoss(nats: number): string {
  return `${nats.toFixed(4)} nats (${bits(nats, 3)} bits)`;
}

/** `1 step`, `2 steps`. */
const many = (n: number, what: string) => `${count(n)} ${what}${n === 1 ? '' : 's'}`;

/** A duration in words: `45s`, `3m 12s`, `2h 5m`. */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s}s`;
  if (s < 3600) return `${Math.floor(s / 60)}m ${s % 60}s`;
  return `${Math.floor(s / 3600)}h ${Math.floor((s % 3600) / 60)}m`;
}

/** The lines above the bar: data, model, kernels and directory. */
export function header(start: StartEvent, training: Training): string[] {
  const { run, corpus, backend, environment, directory } = training;
  const { model, seq, batch } = run.options;
  const { threads } = environment;
  const clips = model.images && clipHeader(start, training);
  const [what, network] = clips
    ? [[clips[0]], clips[1]]
    : [
        describeData(start, corpus),
        `model    ${model.layers} × ${model.hidden} ${model.cell}, ${count(start.parameters)} parameters`,
      ];
  const lines = [
    ...what,
    `split    ${describeSplit(training)}`,
    network,
    `kernels  ${backend.name}, ${many(threads, 'thread')}`,
    `         ${backend.why}`,
    ...(backend.lacksBlas ? [`         ${blasHint()}`] : []),
    `run      ${sanitizeLine(directory.path)}, ${many(start.stepsPerEpoch, 'step')} an epoch`,
  ];
  if (start.step > 0) lines.push(`         continues from step ${count(start.step)}`);
  const isCut = start.batch < batch || start.seq < seq;
  if (isCut && corpus.task === undefined) {
    lines.push(
      `         short text: --batch ${start.batch} --seq ${start.seq} instead of ${batch} and ${seq}`,
    );
  }
  return lines;
}

/** The text, or the table and what is learned from it. */
function describeData(start: StartEvent, corpus: TrainCorpus): string[] {
  if (corpus.task !== undefined) return describeTable(start, corpus.name, corpus.task);
  const characters = many(start.characters, unitsOf(corpus.vocabulary).prediction);
  return [`corpus   ${sanitizeLine(corpus.name)}: ${characters}, V = ${start.vocabulary}`];
}

/** The parts that the data were actually divided into: short data may leave none to hold out. */
function describeSplit({ run: { options, data } }: Training): string {
  const { validation, test } = options.split;
  const held = [
    data.validation && `${given(validation)} to validate`,
    data.test && `${given(test)} to test`,
  ].filter((part): part is string => part !== null);
  const missing = [
    validation > 0 && !data.validation && 'validation',
    test > 0 && !data.test && 'test',
  ].filter((part): part is string => part !== false);
  const rest = 1 - (data.validation ? validation : 0) - (data.test ? test : 0);
  const words = [`${given(rest)} to train`, ...held].join(', ');
  return missing.length === 0 ? words : `${words}; too short for a ${missing.join(' and a ')} part`;
}

/** A share as it is given on the command line: .05 is `5 %`. */
const given = (share: number) => percent(share).replace('.0 ', ' ');

/** Nats of a network that assigns every output the same probability. */
function uniformLoss({ run: { labels, vocabulary, data } }: Training): number {
  return Math.log(labels?.length ?? data.model?.outputs ?? vocabulary.size);
}

/** The line of an evaluation. */
export function formatEvaluation(event: EvalEvent, training: Training): string {
  const { step, epoch, split, loss, best, metrics } = event;
  const where = `epoch ${epoch.toFixed(2)}  step ${count(step)}`;
  const measured = metrics ? `  ${formatMetrics(metrics)}` : '';
  const uniform = uniformLoss(training);
  const verdict =
    loss > uniform ? `  worse than uniform guessing (${uniform.toFixed(4)})` : best ? '  best so far' : '';
  return `${where}  ${split} ${formatLoss(loss)}${measured}${verdict}`;
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
  training: Training,
): string[] {
  const why = {
    epochs: 'all epochs are done',
    steps: 'all steps are done',
    minutes: 'time limit reached',
    patience: 'validation no longer improves',
    stopped: 'stopped and saved',
  }[reason];
  const last = validation?.loss ?? train;
  const uniform = uniformLoss(training);
  const unit = unitsOfTraining(training).prediction;
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
