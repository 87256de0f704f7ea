import type { Console } from '../terminal/console.js';
import { sanitize, sanitizeLine } from '../../report/sanitize.js';
import type { StepEvent } from '../../train/events.js';
import type { RunDescription, RunEvent } from '../../app/train/events.js';
import { formatSpeed, type Units } from '../../tasks/units.js';
import { count } from '../../core/format.js';
import { blasHint } from './blas-hint.js';
import type { Report } from './report.js';
import {
  formatCounted,
  formatEnd,
  formatEvaluation,
  header,
  type FinalLosses,
} from '../../report/training.js';

const SECONDS_BETWEEN_LINES = 10;

/** Plain lines for a log file: the first step, then one every ten seconds, and every evaluation. */
export function plainReport(run: RunDescription, { err }: Console): Report {
  let next = 0;
  const last: FinalLosses = {};
  const print = (...lines: string[]) => err.write(lines.map((line) => `${line}\n`).join(''));

  async function onEvent(event: RunEvent): Promise<void> {
    switch (event.type) {
      case 'start':
        return print(...header(event, run, blasHint).map(sanitizeLine));
      case 'step':
        last.training = event.smoothLoss;
        if (event.seconds < next) return;
        next = event.seconds + SECONDS_BETWEEN_LINES;
        return print(formatStep(event, run.units));
      case 'eval':
        last[event.split] = event;
        return print(formatEvaluation(event, run));
      case 'sample':
        return print(
          `--- sample at step ${count(event.step)}`,
          err.isTTY ? sanitize(event.text) : event.text,
          '---',
        );
      case 'counts':
        return print(...formatCounted(event, run));
      case 'done':
        return print(...formatEnd(event, last, run));
    }
  }
  return { onEvent, note: (line) => print(line) };
}

function formatStep({ step, epoch, loss, charactersPerSecond }: StepEvent, units: Units): string {
  const speed = formatSpeed(charactersPerSecond, units);
  return `epoch ${epoch.toFixed(2)}  step ${count(step)}  training ${loss.toFixed(4)} nats  ${speed}`;
}
