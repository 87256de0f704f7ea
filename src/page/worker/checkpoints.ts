import type { Snapshot } from '../../core/snapshot.js';
import { encodeCheckpoint } from '../../formats/checkpoint/checkpoint.js';
import type { SaveEvent, TrainEvent } from '../../train/events.js';
import type { Report } from '../protocol.js';

/** Reports the requested checkpoints of a training. */
export interface Checkpoints {
  /** Whether train() should make one after the step at hand. */
  wanted(): boolean;
  /** Another event of the training. */
  take(event: TrainEvent): void;
  end(): void;
  /** Delivers the checkpoint that exists; else calls `later`, and delivers the next one. */
  ask(later: () => void): void;
  /** Delivers that of the lowest validation loss, if there was an evaluation. */
  askBest(): void;
}

export function createCheckpoints(report: (report: Report) => void): Checkpoints {
  let wanted = false;
  let ended = false;
  let current: TrainEvent | null = null;
  /** The last checkpoint that training made by itself, to be saved when it has ended. */
  let last: SaveEvent | null = null;
  let best: { readonly step: number; readonly snapshot: Snapshot } | null = null;

  function deliver(event: SaveEvent): void {
    wanted = false;
    const bytes = encodeCheckpoint(event.snapshot()) as Uint8Array<ArrayBuffer>;
    report({ type: 'checkpoint', step: event.step, bytes });
  }

  return {
    wanted: () => wanted,
    take(event) {
      current = event;
      if (event.type !== 'save') return;
      if (event.periodic) last = event;
      if (event.best) best = { step: event.step, snapshot: event.snapshot() };
      if (wanted) deliver(event);
    },
    end() {
      ended = true;
      if (wanted && last) deliver(last);
    },
    ask(later) {
      const still = ended ? last : current?.type === 'save' ? current : null;
      if (still) return deliver(still);
      wanted = true;
      later();
    },
    askBest() {
      if (best === null) return;
      const bytes = encodeCheckpoint(best.snapshot) as Uint8Array<ArrayBuffer>;
      report({ type: 'best', step: best.step, bytes });
    },
  };
}
