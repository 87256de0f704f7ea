import type { Wording } from './wording.js';

/** Exit code 6: a network computes with numbers that are not finite. */
export const training = {
  'train/diverged': {
    message: 'training diverged at step {step}: {quantity} is {value}; the step was discarded',
    hint: 'continue from the last checkpoint with --resume and a lower --lr (now {lr}) or --clip-norm',
  },
  'model/not-finite': {
    message: "the network's output is {value}: its weights are too large to compute with",
    hint: 'use another checkpoint',
  },
} as const satisfies Record<string, Wording>;
