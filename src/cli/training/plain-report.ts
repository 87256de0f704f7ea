import type { Console } from '../terminal/console.js';
import { sanitize, sanitizeLine } from '../../report/sanitize.js';
import type { StartEvent, StepEvent, RunDescription, RunEvent } from '../../app/train/events.js';
import {
  formatSpeed,
  type Units,
  formatCounted,
  formatEnd,
  formatEvaluation,
  header,
  shareDone,
  timeLeft,
  type FinalLosses,
} from '../../report/training.js';
import { count } from '../../core/format.js';
import { blasHint } from './blas-hint.js';
import type { Report } from './report.js';

const SECONDS_BETWEEN_LINES = 10;

/** Plain lines for a log file: the first step, then one every ten seconds, and every evaluation. */
export function plainReport(run: RunDescription, { err }: Console): Report {
  let next = 0;
  let start: StartEvent | undefined;
  let began: StepEvent | undefined;
  const last: FinalLosses = {};
  const print = (...lines: string[]) => err.write(lines.map((line) => `${line}\n`).join(''));

  async function onEvent(event: RunEvent): Promise<void> {
    switch (event.type) {
      case 'start':
        start = event;
        return print(...header(event, run, blasHint).map(sanitizeLine));
      case 'step': {
        began ??= event;
        last.training = event.smoothLoss;
        if (event.seconds < next) return;
        next = event.seconds + SECONDS_BETWEEN_LINES;
        const left = timeLeft(event, began, shareDone(event, start!, run), run);
        return print(formatStep(event, run.units, left));
      }
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

function formatStep({ step, epoch, loss, charactersPerSecond }: StepEvent, units: Units, left: string) {
  const speed = formatSpeed(charactersPerSecond, units);
  const line = `epoch ${epoch.toFixed(2)}  step ${count(step)}  training ${loss.toFixed(4)} nats  ${speed}`;
  return left === '' ? line : `${line}  ${left}`;
}
