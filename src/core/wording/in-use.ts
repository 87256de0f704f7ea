import type { Wording } from './wording.js';

/** Exit code 7: another process works in the run directory. */
export const inUse = {
  'run/locked': {
    message: '{directory} is in use by process {pid} on {host}',
    hint: 'wait for it or stop it; if it no longer exists, delete {lock}',
  },
  'run/lost': {
    message: '{directory} was removed or taken over by another process while this run worked in it',
    hint: 'nothing was written there; start the run again in a directory of its own',
  },
} as const satisfies Record<string, Wording>;
