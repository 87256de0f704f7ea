import { createRng } from '../src/core/rng.js';
import { csv, holdOut, type CorpusFiles } from './table-text.js';

/**
 * Sums and their results, for `--task translate`: 5,000 of numbers below 100 and 50,000 of numbers below 1000, a
 * tenth of each held out. A sum occurs once, and not with its numbers exchanged either, as in Keras's addition_rnn.
 */
export async function sums(): Promise<CorpusFiles> {
  return { ...(await sumsOf(2, 5_000)), ...(await sumsOf(3, 50_000)) };
}

async function sumsOf(digits: number, count: number): Promise<CorpusFiles> {
  const rng = createRng(digits);
  // as many numbers of one digit as of two, and of three
  const number = () => rng.below(10 ** (1 + rng.below(digits)));
  const rows = new Map<string, [sum: string, result: string]>();
  while (rows.size < count) {
    const [a, b] = [number(), number()];
    rows.set(`${Math.min(a, b)}+${Math.max(a, b)}`, [`${a}+${b}`, String(a + b)]);
  }
  const { train, test } = holdOut([...rows.values()], 0.1);
  const header = ['sum', 'result'];
  const name = `sums-${digits}`;
  return { [`${name}.csv`]: await csv(header, train), [`${name}-test.csv`]: await csv(header, test) };
}
