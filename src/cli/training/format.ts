import { clipHeader } from '../clips/header.js';
import { count } from '../../core/format.js';
import { sanitizeLine } from '../terminal/sanitize.js';
import { blasHint } from './blas-hint.js';
import type { DoneEvent, EvalEvent, StartEvent } from '../../train/events.js';
import type { Training } from './training.js';

/** A loss in both units: `1.4231 nats (2.053 bits)`. */
export function lossWords(nats: number): string {
  return `${nats.toFixed(4)} nats (${(nats / Math.LN2).toFixed(3)} bits)`;
}

/** `1 step`, `2 steps`. */
const many = (n: number, what: string) => `${count(n)} ${what}${n === 1 ? '' : 's'}`;

/** Seconds as a person says them: `45s`, `3m 12s`, `2h 5m`. */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s}s`;
  if (s < 3600) return `${Math.floor(s / 60)}m ${s % 60}s`;
  return `${Math.floor(s / 3600)}h ${Math.floor((s % 3600) / 60)}m`;
}

/** What a symbol of this vocabulary is called. */
export const unitOf = ({ vocabulary }: Pick<Training['corpus'], 'vocabulary'>): 'byte' | 'character' =>
  vocabulary.tokens === 'bytes' ? 'byte' : 'character';

/** What is trained, on what, with what, and where it is kept: the lines above the bar. */
export function header(start: StartEvent, training: Training): string[] {
  const { run, corpus, backend, environment, directory } = training;
  const { model, seq, batch } = run.options;
  const { threads } = environment;
  const [what, network] = model.images
    ? clipHeader(start, training)
    : [
        `corpus   ${sanitizeLine(corpus.name)}: ${many(start.characters, unitOf(corpus))}, V = ${start.vocabulary}`,
        `model    ${model.layers} × ${model.hidden} ${model.cell}, ${count(start.parameters)} parameters`,
      ];
  const lines = [
    what,
    `split    ${splitWords(training)}`,
    network,
    `kernels  ${backend.name}, ${many(threads, 'thread')}`,
    `         ${backend.why}`,
    ...(backend.lacksBlas ? [`         ${blasHint()}`] : []),
    `run      ${sanitizeLine(directory.path)}, ${many(start.stepsPerEpoch, 'step')} an epoch`,
  ];
  if (start.step > 0) lines.push(`         continues from step ${count(start.step)}`);
  if (start.batch < batch || start.seq < seq) {
    lines.push(
      `         short text: --batch ${start.batch} --seq ${start.seq} instead of ${batch} and ${seq}`,
    );
  }
  return lines;
}

/** The parts that the text was really divided into: a short one has none to hold out. */
function splitWords({ run: { options, data } }: Training): string {
  const { validation, test } = options.split;
  const held = [
    data.validation && `${percent(validation)} to validate`,
    data.test && `${percent(test)} to test`,
  ].filter((part): part is string => part !== null);
  const missing = [
    validation > 0 && !data.validation && 'validation',
    test > 0 && !data.test && 'test',
  ].filter((part): part is string => part !== false);
  const rest = 1 - (data.validation ? validation : 0) - (data.test ? test : 0);
  const words = [`${percent(rest)} to train`, ...held].join(', ');
  return missing.length === 0 ? words : `${words}; too short for a ${missing.join(' and a ')} part`;
}

const percent = (share: number) => `${+(share * 100).toFixed(1)} %`;

/** Nats of a network that assigns every output the same probability. */
const uniformLoss = ({ run }: Training) => Math.log(run.labels?.length ?? run.vocabulary.size);

/** The line of an evaluation. */
export function evaluationWords({ step, epoch, split, loss, best }: EvalEvent, training: Training): string {
  const where = `epoch ${epoch.toFixed(2)}  step ${count(step)}`;
  const uniform = uniformLoss(training);
  const verdict =
    loss > uniform ? `  worse than uniform guessing (${uniform.toFixed(4)})` : best ? '  best so far' : '';
  return `${where}  ${split} ${lossWords(loss)}${verdict}`;
}

/** Losses at the end of a run; a part that was not measured has none. */
export interface FinalLosses {
  readonly training?: number | undefined;
  readonly validation?: number | undefined;
  readonly test?: number | undefined;
}

/** How it ended. */
export function endWords(
  { reason, step, best }: DoneEvent,
  { training: train, validation, test }: FinalLosses,
  training: Training,
): string[] {
  const why = {
    epochs: 'all epochs are done',
    steps: 'all steps are done',
    minutes: 'the time is up',
    patience: 'the validation loss no longer falls',
    stopped: 'stopped and saved',
  }[reason];
  const figures = [
    best !== null && `best validation loss ${lossWords(best)}`,
    test !== undefined && `test loss ${lossWords(test)}`,
  ].filter((figure) => figure !== false);
  const last = validation ?? train;
  const uniform = uniformLoss(training);
  return [
    `${why} at step ${count(step)}`,
    ...(figures.length > 0 ? [`${figures.join(', ')} per ${unitOf(training.corpus)}`] : []),
    ...(last !== undefined && last > uniform
      ? [
          `this network is worse than uniform guessing (loss ${last.toFixed(4)}, ln V = ${uniform.toFixed(4)}): ` +
            'train it longer, or lower --lr',
        ]
      : []),
  ];
}
