import type { Rng } from '../../../core/rng.js';
import type { TaskName } from './frame.js';

/** A row of a task: a symbol to read at every step, and the answer that is asked for there, or null. */
export interface TaskRow {
  readonly read: string;
  readonly answers: readonly (string | null)[];
}

export interface Task {
  readonly name: TaskName;
  /** All symbols, read or answered; the first one is `.`, nothing. */
  readonly symbols: string;
  readonly steps: number;
  row(rng: Rng): TaskRow;
}

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const BITS = 9;
const LETTERS = 4;

const draw = (rng: Rng, from: string, count: number): string =>
  Array.from({ length: count }, () => from[Math.floor(rng.uniform() * from.length)]!).join('');

export const tasks: readonly Task[] = [
  {
    name: 'one to many',
    symbols: '.0123456789efghinorstuvwxz',
    steps: 6,
    row(rng) {
      const digit = Math.floor(rng.uniform() * WORDS.length);
      return { read: `${digit}.....`, answers: [...WORDS[digit]!.padEnd(6, '.')] };
    },
  },
  {
    name: 'many to one',
    symbols: '.01',
    steps: BITS,
    row(rng) {
      const read = draw(rng, '01', BITS);
      const ones = [...read].filter((bit) => bit === '1').length;
      return { read, answers: [...Array<null>(BITS - 1).fill(null), ones > BITS / 2 ? '1' : '0'] };
    },
  },
  {
    name: 'many to many, aligned',
    symbols: '.01eo',
    steps: BITS,
    row(rng) {
      const read = draw(rng, '01', BITS);
      let ones = 0;
      return { read, answers: [...read].map((bit) => ((ones += Number(bit)) % 2 === 0 ? 'e' : 'o')) };
    },
  },
  {
    name: 'sequence to sequence',
    symbols: '.abcd=',
    steps: 2 * LETTERS,
    row(rng) {
      const letters = draw(rng, 'abcd', LETTERS);
      const backwards = [...letters].toReversed();
      return { read: `${letters}=...`, answers: [...Array<null>(LETTERS).fill(null), ...backwards] };
    },
  },
];
