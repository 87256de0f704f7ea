import { encodeCheckpoint } from '../../formats/checkpoint.js';
import type { SaveEvent, TrainEvent } from '../../train/events.js';
import type { Report } from '../protocol.js';

/** Reports the checkpoints of a training that are asked for. */
export interface Checkpoints {
  /** Whether train() should make one after the step at hand. */
  wanted(): boolean;
  /** Another event of the training. */
  take(event: TrainEvent): void;
  end(): void;
  /** Delivers what is at hand; else calls `later`, and delivers the next one. */
  ask(later: () => void): void;
}

export function createCheckpoints(report: (report: Report) => void): Checkpoints {
  let wanted = false;
  let ended = false;
  let current: TrainEvent | null = null;
  /** The last one that training made by itself: what there is to save when it has ended. */
  let last: SaveEvent | null = null;

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
  };
}
