import { encodeCheckpoint } from '../../formats/checkpoint.js';
import type { SaveEvent, TrainEvent } from '../../train/events.js';
import { train } from '../../train/trainer.js';
import type { TrainRun } from '../../train/session.js';
import type { Report } from '../protocol.js';
import { lineFor } from './messages.js';
import { createProgress } from './progress.js';
import type { Turn } from './turns.js';

/** A training that the panels drive: it is paused until `run`, and yields between steps. */
export interface Trainer {
  run(): void;
  pause(): void;
  /** One more step. */
  step(): void;
  /** Reports a checkpoint of the present step: at once when training stands still, else after the step at hand. */
  save(): void;
}

/** Milliseconds of training between two turns of others. */
const TURN_INTERVAL = 10;

/** Starts train(); the network is there when this resolves, and no step is taken. `stepped` is called after each one. */
export async function startTrainer(
  prepared: TrainRun,
  turn: Turn,
  stepped: () => void,
  report: (report: Report) => void,
): Promise<Trainer> {
  /** Steps that may be taken. */
  let allowed = 0;
  let wanted = false;
  let wake: (() => void) | null = null;
  let last: SaveEvent | null = null;
  let ended = false;
  let current: TrainEvent | null = null;
  const progress = createProgress(report);
  const events = train({ ...prepared, wantsCheckpoint: () => wanted });

  function deliver(event: SaveEvent): void {
    wanted = false;
    const bytes = encodeCheckpoint(event.snapshot()) as Uint8Array<ArrayBuffer>;
    report({ type: 'checkpoint', step: event.step, bytes });
  }

  function take(event: TrainEvent): void {
    current = event;
    if (event.type === 'step') {
      allowed -= 1;
      stepped();
      progress.add(event, allowed <= 0);
    } else if (event.type === 'save') {
      last = event.periodic ? event : last;
      if (wanted) deliver(event);
    } else if (event.type === 'eval') {
      report({ type: 'eval', step: event.step, split: event.split, loss: event.loss });
    } else if (event.type === 'done') {
      report({ type: 'ended', step: event.step, reason: event.reason });
    }
  }

  async function loop(started: () => void): Promise<void> {
    let turned = performance.now();
    for await (const event of events) {
      take(event);
      if (event.type === 'start') started();
      if (event.type === 'step' && performance.now() - turned > TURN_INTERVAL) {
        await turn();
        turned = performance.now();
      }
      const hasNext = (): boolean => allowed > 0 || wanted;
      while (!hasNext()) await new Promise<void>((resolve) => (wake = resolve));
    }
    ended = true;
    if (wanted && last) deliver(last);
  }

  function go(): void {
    wake?.();
    wake = null;
  }

  await new Promise<void>((resolve, reject) => {
    loop(resolve).catch((error: unknown) => {
      if (current === null) reject(error as Error);
      else report({ type: 'error', line: lineFor(error), fatal: false });
    });
  });
  return {
    run: () => ((allowed = Infinity), go()),
    pause: () => (allowed = 0),
    step: () => ((allowed = 1), go()),
    save() {
      const still = ended ? last : current?.type === 'save' ? current : null;
      if (still) return deliver(still);
      wanted = true;
      go();
    },
  };
}
