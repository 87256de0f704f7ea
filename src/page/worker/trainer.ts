import type { TrainEvent } from '../../train/events.js';
import { trainNetwork } from '../../train/trainer.js';
import type { TrainRun } from '../../train/session.js';
import type { Report } from '../protocol.js';
import { createCheckpoints } from './checkpoints.js';
import { createGate } from './gate.js';
import { lineFor } from './messages.js';
import { createProgress } from './progress.js';
import type { Turn } from './turns.js';

/** A training that the panels drive: it is paused until `run`, and yields between steps. */
export interface Trainer {
  run(): void;
  pause(): void;
  /** One more step. */
  step(): void;
  /** Reports a checkpoint of the current step: at once when training is paused, else after the current step. */
  save(): void;
  /** Reports the checkpoint of the lowest validation loss. */
  best(): void;
}

/** Milliseconds of training before it yields. */
const TURN_INTERVAL = 10;

/**
 * Starts trainNetwork(); the network is there when this resolves, and no step is taken. `stepped` is called after each one.
 */
export async function startTrainer(
  prepared: TrainRun,
  turn: Turn,
  stepped: () => void,
  report: (report: Report) => void,
): Promise<Trainer> {
  const gate = createGate();
  const checkpoints = createCheckpoints(report);
  const progress = createProgress(report);
  const events = trainNetwork({ ...prepared, wantsCheckpoint: checkpoints.wanted });

  function take(event: TrainEvent): void {
    checkpoints.take(event);
    if (event.type === 'step') {
      gate.spend();
      stepped();
      progress.add(event, !gate.isOpen());
    } else if (event.type === 'eval') {
      const { step, epoch, split, loss } = event;
      report({ type: 'eval', step, epoch, split, loss });
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
      await gate.pass(checkpoints.wanted);
    }
    checkpoints.end();
  }

  let isStarted = false;
  await new Promise<void>((resolve, reject) => {
    loop(() => ((isStarted = true), resolve())).catch((error: unknown) => {
      if (!isStarted) reject(error as Error);
      else report({ type: 'error', line: lineFor(error), fatal: false });
    });
  });
  return {
    run: () => gate.allow(Infinity),
    pause: () => gate.allow(0),
    step: () => gate.allow(1),
    save: () => checkpoints.ask(gate.knock),
    best: checkpoints.askBest,
  };
}
