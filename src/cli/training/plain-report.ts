import type { Console } from '../terminal/console.js';
import { sanitize } from '../terminal/sanitize.js';
import type { StepEvent } from '../../train/events.js';
import type { Report, ReportEvent } from './report.js';
import type { Training } from './training.js';
import { count } from '../../core/format.js';
import { endWords, evaluationWords, header, type FinalLosses } from './format.js';

const SECONDS_BETWEEN_LINES = 10;

/** Plain lines for a log file: the first step, then one every ten seconds, and every evaluation. */
export function plainReport(training: Training, { err }: Console): Report {
  let next = 0;
  const last: FinalLosses = {};
  const say = (...lines: string[]) => err.write(lines.map((line) => `${line}\n`).join(''));

  async function onEvent(event: ReportEvent): Promise<void> {
    switch (event.type) {
      case 'start':
        return say(...header(event, training));
      case 'step':
        last.training = event.smoothLoss;
        if (event.seconds < next) return;
        next = event.seconds + SECONDS_BETWEEN_LINES;
        return say(stepWords(event));
      case 'eval':
        last[event.split] = event;
        return say(evaluationWords(event, training));
      case 'sample':
        return say(
          `--- sample at step ${count(event.step)}`,
          err.isTTY ? sanitize(event.text) : event.text,
          '---',
        );
      case 'done':
        return say(...endWords(event, last, training));
    }
  }
  return { onEvent, note: (line) => say(line) };
}

function stepWords({ step, epoch, loss, charactersPerSecond }: StepEvent): string {
  const speed = `${count(charactersPerSecond)} characters/s`;
  return `epoch ${epoch.toFixed(2)}  step ${count(step)}  training ${loss.toFixed(4)} nats  ${speed}`;
}
