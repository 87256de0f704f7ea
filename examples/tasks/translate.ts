import { createRng } from 'char-rnn-ts/in-memory';
import { idsOf, learn, rowOf, taskOf, textOf } from './learn.js';

/*
 * Sequence to sequence: one network reads the source, another one writes the target from the state it is left with.
 *
 *     target                       3    0   end
 *                                  ↑    ↑    ↑
 *     networks  □ ─► □ ─► □ ─────► □ ─► □ ─► □
 *               ↑    ↑    ↑        ↑    ↑    ↑
 *     source    X    X    X      start  3    0
 */

const roman = [...'IVXLC'];
const digits = [...'0123456789'];
const values: [string, number][] = [
  ['C', 100],
  ['XC', 90],
  ['L', 50],
  ['XL', 40],
  ['X', 10],
  ['IX', 9],
  ['V', 5],
  ['IV', 4],
  ['I', 1],
];

function toRoman(n: number): string {
  const [symbol, value] = values.find(([, value]) => value <= n) ?? ['', 0];
  return n === 0 ? '' : symbol + toRoman(n - value);
}

const all = Array.from({ length: 398 }, (_, i) => ({ n: String(i + 1), text: toRoman(i + 1) }));
const held = all.filter((_, i) => i % 20 === 7);
const rows = all
  .filter((pair) => !held.includes(pair))
  .map(({ n, text }) => rowOf({ source: idsOf(text, roman), target: idsOf(n, digits) }));
const answerer = await learn(taskOf('translate', roman, digits), rows, 1500);
const sources = held.map(({ text }) => ({ ids: idsOf(text, roman) }));
const greedy = { temperature: 0, length: 5, rngs: held.map(() => createRng(1)) };
const answers = answerer.targets(sources, greedy).map(({ ids }) => textOf(ids, digits));
held.slice(0, 8).forEach(({ n, text }, i) => console.log(`${text} = ${answers[i]} (${n})`));
const right = held.filter(({ n }, i) => n === answers[i]).length;
console.log(`${right} of ${held.length} numbers that it has never seen are right`);
