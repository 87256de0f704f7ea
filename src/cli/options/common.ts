import { encodings } from '../../app/choices.js';
import type { FlagTable } from './flag.js';
import { choice, text, toggle } from './parsers.js';

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

/** Which files of a directory are read. */
export const fileFlags = {
  include: {
    group: 'data',
    help: "read only these files of a directory, e.g. '*.ts'",
    applies: ['text'],
    parser: text('GLOB'),
    repeatable: true,
    resumable: true,
  },
  exclude: {
    group: 'data',
    help: 'skip these files of a directory',
    applies: ['text'],
    parser: text('GLOB'),
    repeatable: true,
    resumable: true,
  },
} as const satisfies FlagTable;

/** How texts for a model are read. */
export const textFlags = {
  encoding: {
    group: 'data',
    help: 'encoding of the texts',
    parser: choice(...encodings),
    shows: 'as in training',
  },
  ...fileFlags,
} as const satisfies FlagTable;

/** --backend, in the given section of the help. */
export const backendFlag = <const Group extends string>(group: Group) =>
  ({
    backend: {
      group,
      help: 'implementation of the compute kernels',
      parser: choice('auto', 'js', 'wasm', 'blas'),
      fallback: 'auto',
      resumable: true,
    },
  }) as const satisfies FlagTable;

export type ColorChoice = 'auto' | 'always' | 'never';
