import { score } from '../../../core/format.js';
import type { Block, CsvRow } from '../../../core/result.js';
import type { TextReport } from '../../search/report.js';

/** What each input adds to the log probability of an answer, to first order: gradient × input. */
export interface SaliencyReport {
  readonly view: 'saliency';
  readonly text: TextReport;
  readonly rows: readonly SaliencyRow[];
}

export interface SaliencyRow {
  /** The answer that is explained, as in the table (or the label of --feature), and its log p in nats. */
  readonly answer: string;
  readonly logprob: number;
  /** The inputs in the order of the text: characters; of `generate` the label or the numbers before them. */
  readonly symbols: readonly string[];
  /** ∂ log p / ∂x · x of each. */
  readonly saliency: readonly number[];
}

/** One row per line, colored relative to its largest value. */
export const blocks = ({ rows }: SaliencyReport): Block[] => [
  {
    kind: 'heading',
    whole: true,
    title: 'gradient × input of the log probability of the answer',
    rest: '; ',
    legend: {
      colors: 'blue speaks for the answer, red against it',
      brackets: '[ ] stands around the upper half of the values of a row',
    },
  },
  ...rows.map(({ answer, logprob, symbols, saliency }) => {
    const range = saliency.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const after = `  →  ${answer} ${score(Math.exp(logprob))}`;
    return { kind: 'colored', symbols, values: saliency, range, after } as const;
  }),
];

/** A line per symbol. */
export function* rows({ rows }: SaliencyReport): Generator<CsvRow> {
  yield ['row', 'position', 'char', 'answer', 'logprob', 'saliency'];
  for (const [r, { answer, logprob, symbols, saliency }] of rows.entries()) {
    for (const [i, symbol] of symbols.entries()) yield [r + 1, i, symbol, answer, logprob, saliency[i]!];
  }
}
