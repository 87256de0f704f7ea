import { clipHeader } from '../clips/header.js';
import { sanitizeLine } from '../terminal/sanitize.js';
import type { DoneEvent, EvalEvent, StartEvent } from '../../train/events.js';
import type { Training } from './training.js';

/** 1215236 -> "1,215,236". */
export function count(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

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

/** What is trained, on what, with what, and where it is kept: the lines above the bar. */
export function header(start: StartEvent, training: Training): string[] {
  const { run, corpus, backend, environment, directory } = training;
  const { model, split, seq, batch } = run.options;
  const shares = [1 - split.validation - split.test, split.validation, split.test].map(
    (x) => `${+(x * 100).toFixed(1)} %`,
  );
  const { threads } = environment;
  const [what, network] = model.images
    ? clipHeader(start, training)
    : [
        `corpus   ${sanitizeLine(corpus.name)}: ${count(start.characters)} characters, V = ${start.vocabulary}`,
        `model    ${model.layers} × ${model.hidden} ${model.cell}, ${count(start.parameters)} parameters`,
      ];
  const lines = [
    what,
    `split    ${shares[0]} to train, ${shares[1]} to validate, ${shares[2]} to test`,
    network,
    `kernels  ${backend.name}, ${many(threads, 'thread')}`,
    `         ${backend.why}`,
    `run      ${sanitizeLine(directory.path)}, ${many(start.stepsPerEpoch, 'step')} an epoch`,
  ];
  if (start.step > 0) lines.push(`         goes on from step ${count(start.step)}`);
  if (start.batch < batch || start.seq < seq) {
    lines.push(
      `         the text is short: --batch ${start.batch} --seq ${start.seq} in place of ${batch} and ${seq}`,
    );
  }
  return lines;
}

/** The line of an evaluation. */
export function evaluationWords({ step, epoch, split, loss, best }: EvalEvent): string {
  const where = `epoch ${epoch.toFixed(2)}  step ${count(step)}`;
  return `${where}  ${split} ${lossWords(loss)}${best ? '  best so far' : ''}`;
}

/** How it ended. */
export function endWords({ reason, step, best }: DoneEvent, test: number | undefined): string[] {
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
  return [
    `${why} at step ${count(step)}`,
    ...(figures.length > 0 ? [`${figures.join(', ')} per character`] : []),
  ];
}
