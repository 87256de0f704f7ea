import type { Wording } from './wording.js';

/** Exit code 5: a call of the file system failed. */
export const disk = {
  'disk/full': {
    message: '{file}: {call} failed: disk full or quota exceeded',
    hint: 'free some space; a training run continues with --resume',
  },
  'disk/denied': {
    message: '{file}: {call} is not permitted ({code})',
    hint: 'check owner and permissions, or choose another path',
  },
  'disk/place': {
    message: '{file}: {call} failed: {why}',
    hint: 'check the path, or choose another one',
  },
  'disk/failed': {
    message: '{file}: {call} failed ({code})',
    hint: 'check the disk; a training run continues with --resume',
  },
} as const satisfies Record<string, Wording>;
