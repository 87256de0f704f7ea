import type { FlagTable } from './flag.js';
import { choice, toggle } from './parsers.js';

/** The flags of every command. */
export const commonFlags = {
  color: {
    group: 'output',
    help: 'color on a terminal, always or never; without it NO_COLOR and FORCE_COLOR decide',
    parser: choice('auto', 'always', 'never'),
    fallback: 'auto',
  },
  debug: { group: 'output', help: 'show the stack of an error', parser: toggle },
  help: { group: 'output', help: 'show this', parser: toggle, short: 'h' },
} as const satisfies FlagTable;

export type ColorChoice = 'auto' | 'always' | 'never';
