import { existsSync } from 'node:fs';
import { UserError, userError } from '../../core/errors.js';
import { wrap } from '../../core/format.js';
import { writeFileAtomic } from '../../app/outputs.js';
import { errorLine } from '../../core/wording/index.js';
import { nearest } from '../options/nearest.js';
import { cellState, cellValue, integer, number, text, type Parser } from '../options/parsers.js';
import type { Session } from '../../app/sample/session.js';
import { clampsOf } from '../../app/sample/writing-model.js';

/** A session on a terminal: with or without the colors of surprise. */
export interface Talk extends Session {
  heat: boolean;
}

interface SessionCommand {
  readonly argument: string;
  readonly help: string;
  /** Runs the command; returns what to report. Throws a UserError for an argument that does not fit. */
  run(session: Talk, argument: string): string;
}

/** The commands of `sample --interactive`. `off` or 0 resets a setting. */
const commands: Readonly<Record<string, SessionCommand>> = {
  temp: setting('X', 'sampling temperature', number({ least: 0 }), (session, temperature) => {
    session.conversation.choice = { ...session.conversation.choice, temperature };
  }),
  'top-k': setting('K', 'draw among the K likeliest; 0 is off', integer(0), (session, k) => {
    session.conversation.choice = { ...session.conversation.choice, topK: k === 0 ? undefined : k };
  }),
  'top-p': setting(
    'P',
    'draw among the likeliest of this total probability; 1 is off',
    number({ above: 0, most: 1 }),
    (session, p) => {
      session.conversation.choice = { ...session.conversation.choice, topP: p === 1 ? undefined : p };
    },
  ),
  'no-repeat-ngram': setting(
    'N',
    'draw no sequence of N characters twice; 0 is off',
    integer(0, 1000),
    (session, n) => {
      session.conversation.choice = { ...session.conversation.choice, noRepeatNgram: n || undefined };
    },
  ),
  'repetition-penalty': setting(
    'X',
    'divide the logits of the last 64 characters by X; 1 is off',
    number({ above: 0, most: 100 }),
    (session, x) => {
      const repetitionPenalty = x === 1 ? undefined : x;
      session.conversation.choice = { ...session.conversation.choice, repetitionPenalty };
    },
  ),
  length: setting('N', 'maximum length of a reply, in characters', integer(1), (session, length) => {
    session.length = length;
  }),
  stop: setting('TEXT', 'end a reply after this text; \\n is a newline', text(), (session, stop) => {
    session.stops = [stop.replaceAll('\\n', '\n')];
  }),
  seed: setting('N', 'restart sampling with this seed', integer(0, 2 ** 32 - 1), (session, seed) => {
    session.conversation.seed(seed);
  }),
  heat: {
    argument: 'on|off',
    help: 'color characters by surprise',
    run(session, argument) {
      session.heat = argument !== 'off';
      return `heat is ${session.heat ? 'on' : 'off'}`;
    },
  },
  clamp: {
    argument: `${cellValue.placeholder}|off`,
    help: 'hold a unit at a value, beside those held already; off releases all',
    run(session, argument) {
      const { conversation } = session;
      if (argument === 'off') conversation.clamps = [];
      else
        conversation.clamps = [
          ...conversation.clamps,
          ...clampsOf([parse('clamp', cellValue, argument)], conversation.model.config),
        ];
      return `${conversation.clamps.length} unit(s) clamped`;
    },
  },
  cell: {
    argument: `${cellState.placeholder}|off`,
    help: 'show the values of a cell over the reply',
    run(session, argument) {
      if (argument === 'off') session.cell = undefined;
      else session.cell = knownCell(session, argument);
      return session.cell ? `replies show cell ${argument}` : 'no cell is shown';
    },
  },
  undo: {
    argument: '',
    help: 'take the last line and its reply back',
    run: (session) => (session.undo() ? 'the last reply is undone' : 'nothing to undo'),
  },
  reset: {
    argument: '',
    help: 'start again from the beginning; settings stay',
    run(session) {
      session.reset();
      return 'back at the beginning';
    },
  },
  save: {
    argument: 'FILE',
    help: 'write the conversation to a new file',
    run(session, argument) {
      if (argument === '' || existsSync(argument))
        throw invalid('save', argument, 'the name of a file that does not exist yet');
      writeFileAtomic(argument, session.transcript);
      return `${argument} written`;
    },
  },
  help: {
    argument: '',
    help: 'show this',
    run: () => helpText(),
  },
};

export const commandNames = [...Object.keys(commands), 'continue', 'quit'].map((name) => `/${name}`);

/** Executes a line that begins with a slash; returns what to report. */
export function runCommand(session: Talk, line: string): string {
  const [, name = '', argument = ''] = /^\/(\S*)\s*(.*)$/s.exec(line)!;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const meant = nearest(`/${name}`, commandNames);
    return `unknown command /${name}; ${meant ? `did you mean ${meant}?` : '/help lists the commands'}`;
  }
  try {
    return command.run(session, argument.trimEnd());
  } catch (error) {
    if (error instanceof UserError) return errorLine(error);
    throw error;
  }
}

function setting<T>(
  argument: string,
  help: string,
  parser: Parser<T>,
  apply: (session: Talk, value: T) => void,
): SessionCommand {
  return {
    argument,
    help,
    run(session, given) {
      const name = Object.keys(commands).find((key) => commands[key] === this)!;
      apply(session, parse(name, parser, given));
      return `${name} is ${given}`;
    },
  };
}

function parse<T>(name: string, parser: Parser<T>, given: string): T {
  const value = parser.parse(given);
  if (value === undefined) throw invalid(name, given, parser.expected);
  return value;
}

function invalid(name: string, value: string, expected: string): UserError {
  return userError('usage/value', { flag: `/${name}`, value, expected });
}

/** The cell that is named, with its state. */
function knownCell({ conversation, usualState }: Talk, argument: string): NonNullable<Talk['cell']> {
  const cell = parse('cell', cellState, argument);
  const { layers } = conversation.model;
  const caches = layers[cell.layer - 1]?.caches;
  const state = cell.state ?? usualState;
  const size = caches?.get(state)?.size ?? 0;
  if (cell.unit > size) {
    const expected = `a layer from 1 to ${layers.length}, a unit from 1 to ${layers[0]!.outputSize} and a state of ${[...layers[0]!.caches.keys()].join(', ')}`;
    throw invalid('cell', argument, expected);
  }
  return { ...cell, state };
}

/** The columns of help: those of a small terminal, and of the commands. */
const [COLUMNS, NAMES] = [80, 26];

function helpText(): string {
  const rows: (readonly [string, string])[] = Object.entries(commands).map(([name, { argument, help }]) => [
    `/${name} ${argument}`.trim(),
    help,
  ]);
  rows.push(['/continue', 'write on from the last reply, with no newline added']);
  rows.push(['/quit', 'leave; Ctrl-D does too']);
  const lines = rows.flatMap(([left, right]) => {
    const [first, ...more] = wrap(right, COLUMNS - NAMES);
    const indented = more.map((line) => ' '.repeat(NAMES) + line);
    const name = `  ${left}`.padEnd(NAMES);
    return name.length > NAMES
      ? [name, ' '.repeat(NAMES) + first!, ...indented]
      : [name + first!, ...indented];
  });
  return ['A line is read and answered. // begins a line with a slash.', ...lines].join('\n');
}
