import type { Console } from '../terminal/console.js';
import { openBar } from '../terminal/bar.js';
import { sanitize, sanitizeLine } from '../../report/sanitize.js';
import type { StartEvent, StepEvent, RunDescription, RunEvent } from '../../app/train/events.js';
import {
  formatSpeed,
  type Units,
  formatCounted,
  formatEnd,
  formatEvaluation,
  formatMetrics,
  header,
  shareDone,
  timeLeft,
  type FinalLosses,
} from '../../report/training.js';
import { count } from '../../core/format.js';
import { blasHint } from './blas-hint.js';
import type { Report } from './report.js';

/** For a terminal: a header, a bar, a line for each evaluation, and how the run ended. */
export function barReport(run: RunDescription, console: Console): Report {
  const { errChalk: chalk } = console;
  const bar = openBar(console);
  const validation: string[] = [];
  let start: StartEvent | undefined;
  let began: StepEvent | undefined;
  const last: FinalLosses = {};

  async function onEvent(event: RunEvent): Promise<void> {
    switch (event.type) {
      case 'start':
        start = event;
        return bar.print(header(event, run, blasHint).map(sanitizeLine));
      case 'step': {
        began ??= event;
        last.training = event.smoothLoss;
        const share = shareDone(event, start!, run);
        return bar.update(
          share,
          formatStep(event, run.units, validation, timeLeft(event, began, share, run)),
        );
      }
      case 'eval': {
        last[event.split] = event;
        if (event.split === 'validation') {
          validation[0] = event.metrics
            ? formatMetrics(event.metrics)
            : `validation ${event.loss.toFixed(3)}`;
        }
        const line = formatEvaluation(event, run);
        return bar.print([event.best ? chalk.green(line) : line]);
      }
      case 'sample':
        return bar.print([chalk.dim(`sample at step ${count(event.step)}`), sanitize(event.text), '']);
      case 'counts':
        return bar.print(formatCounted(event, run).map((line) => chalk.bold(line)));
      case 'done':
        bar.stop();
        return bar.print(formatEnd(event, last, run).map((line) => chalk.bold(line)));
    }
  }
  return { onEvent, note: async (line) => bar.print([line]) };
}

/** Most important first: on a narrow terminal the last ones are left out. */
function formatStep(
  { step, epoch, smoothLoss, charactersPerSecond }: StepEvent,
  units: Units,
  validation: string[],
  left: string,
): string[] {
  return [
    `epoch ${epoch.toFixed(1)}`,
    `loss ${smoothLoss.toFixed(3)}`,
    ...validation,
    left,
    formatSpeed(charactersPerSecond, units),
    `step ${count(step)}`,
  ];
}
