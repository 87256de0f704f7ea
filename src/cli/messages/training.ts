import type { Wording } from './wording.js';

/** Exit code 6: training diverged. */
export const training = {
  'train/diverged': {
    message: 'training diverged at step {step}: {quantity} is {value}; the step was discarded',
    hint: 'continue from the last checkpoint with --resume and a lower --lr (now {lr}) or --clip-norm',
  },
} as const satisfies Record<string, Wording>;
