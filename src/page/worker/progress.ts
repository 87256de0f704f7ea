import type { StepEvent } from '../../train/events.js';
import type { Report } from '../protocol.js';

/** Milliseconds between two reports. */
const INTERVAL = 200;

/** Gathers steps into reports, so that fast training does not flood the page with messages. */
export function createProgress(report: (report: Report) => void): {
  /** `now`: reports at once, as no step will follow soon. */
  add(event: StepEvent, now: boolean): void;
} {
  let reported = -Infinity;
  let [steps, losses]: [number[], number[]] = [[], []];
  return {
    add(event, now) {
      steps.push(event.step);
      losses.push(event.loss);
      if (!now && performance.now() - reported < INTERVAL) return;
      const { step, epoch, loss, smoothLoss, lr, charactersPerSecond, seconds } = event;
      const figures = { step, epoch, loss, smoothLoss, lr, charactersPerSecond, seconds };
      report({ type: 'progress', progress: { ...figures, steps, losses } });
      reported = performance.now();
      [steps, losses] = [[], []];
    },
  };
}
