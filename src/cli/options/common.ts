import type { FlagTable } from './flag.js';
import { choice, toggle } from './parsers.js';

/** The flags of every command. */
export const commonFlags = {
  color: {
    group: 'output',
    help: 'when to use color; auto: on a terminal, subject to NO_COLOR and FORCE_COLOR',
    parser: choice('auto', 'always', 'never'),
    fallback: 'auto',
    resumable: true,
  },
  debug: {
    group: 'output',
    help: 'print the stack of an error, and what repeated flags override',
    parser: toggle,
    resumable: true,
  },
  help: { group: 'output', help: 'show this help', parser: toggle, short: 'h', resumable: true },
} as const satisfies FlagTable;

export type ColorChoice = 'auto' | 'always' | 'never';
