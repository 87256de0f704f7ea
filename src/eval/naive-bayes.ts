import { sum } from '../core/numbers.js';
import type { Examples } from '../data/examples.js';
import { kneserNey } from '../ngram/kneser-ney.js';

/** The predictions of the classifier with `context` characters of context for the test rows. */
export interface BayesLevel {
  readonly context: number;
  /** The most probable label of each row. */
  readonly predicted: Int32Array;
  /** −log p(true label | text) of each row, in nats. */
  readonly nats: Float64Array;
}

export interface BayesOptions {
  /** V: symbols of the sources. */
  readonly symbols: number;
  readonly labels: number;
  /** Default 5. */
  readonly maxContext?: number;
  /** Awaited after every label, so that signals are handled; may throw to stop. */
  readonly pause?: () => Promise<void>;
}

/**
 * An n-gram classifier, the baseline for a network: a Kneser-Ney model of characters for every label and
 *
 *     p(label | text) ∝ p(label) · Π_t p(c_t | the characters before, label)
 *
 * where p(label) is the label's share of the rows of training, and a text ends in an end mark that is predicted too.
 * All models of 0 ... maxContext characters of context at once.
 */
export async function naiveBayes(
  train: Examples,
  test: Examples,
  options: BayesOptions,
): Promise<BayesLevel[]> {
  const { labels, maxContext = 5 } = options;
  const byLabel = rowsByLabel(train, labels);
  const truth = Int32Array.from({ length: test.count }, (_, row) => test.read(row).label);
  const tested = layOut(test, null, options.symbols, maxContext);
  const levels = Array.from({ length: maxContext + 1 }, () => createScores(test.count));
  for (const [label, rows] of byLabel.entries()) {
    await options.pause?.();
    if (rows.length === 0) continue;
    const prior = Math.log(rows.length / train.count);
    const { ids } = layOut(train, rows, options.symbols, maxContext);
    const symbols = options.symbols + 1 + maxContext;
    for (const { context, probabilities } of kneserNey(ids, tested.ids, { symbols, maxContext })) {
      for (let row = 0; row < test.count; row++) {
        let score = prior;
        for (let i = tested.begins[row]!; i < tested.ends[row]!; i++) score += Math.log(probabilities[i]!);
        levels[context]!.add(row, label, score, truth[row] === label);
      }
    }
  }
  return levels.map((scores, context) => ({ context, ...scores.finish() }));
}

function rowsByLabel(train: Examples, labels: number): number[][] {
  const rows = Array.from({ length: labels }, (): number[] => []);
  for (let row = 0; row < train.count; row++) rows[train.read(row).label]!.push(row);
  return rows;
}

/**
 * Rows as one text. Each is preceded by as many marks as the longest context, each a different symbol, so that no
 * context reaches into another row and only beginnings of rows follow the marks; the end mark follows it. Symbols and
 * end mark of row r lie at begins[r] ... ends[r] − 1.
 */
function layOut(examples: Examples, rows: readonly number[] | null, symbols: number, marks: number) {
  const order = rows ?? Array.from({ length: examples.count }, (_, row) => row);
  const length = sum(order.map((row) => examples.sourceLength(row) + 1 + marks));
  const ids = new Uint32Array(length);
  const begins = new Uint32Array(order.length);
  const ends = new Uint32Array(order.length);
  let at = 0;
  for (const [r, row] of order.entries()) {
    for (let mark = 0; mark < marks; mark++) ids[at++] = symbols + 1 + mark;
    begins[r] = at;
    ids.set(examples.read(row).source, at);
    at += examples.sourceLength(row);
    ids[at++] = symbols;
    ends[r] = at;
  }
  return { ids, begins, ends };
}

/** The best label so far and log Σ e^score, row by row. */
function createScores(rows: number) {
  const best = new Float64Array(rows).fill(-Infinity);
  const predicted = new Int32Array(rows).fill(-1);
  const total = new Float64Array(rows).fill(-Infinity);
  const truth = new Float64Array(rows).fill(-Infinity);
  return {
    add(row: number, label: number, score: number, isTrue: boolean): void {
      if (score > best[row]!) {
        best[row] = score;
        predicted[row] = label;
      }
      const [high, low] = [Math.max(score, total[row]!), Math.min(score, total[row]!)];
      total[row] = high + Math.log1p(Math.exp(low - high));
      if (isTrue) truth[row] = score;
    },
    finish: () => ({ predicted, nats: total.map((sum, row) => sum - truth[row]!) }),
  };
}
