import { bits, count } from '../../../core/format.js';
import type { Block, CsvRow } from '../../../core/result.js';
import type { TextReport } from '../../search/report.js';
import { symbolOf } from '../text-report.js';

/** The loss when the state was reset k characters back: how far back the network remembers. */
export interface MemoryReport {
  readonly view: 'memory';
  readonly text: TextReport;
  /** Mean nats per symbol with the whole past. */
  readonly full: number;
  readonly points: readonly MemoryPoint[];
  /** The shortest context within 1 % of the full loss; null when none is. */
  readonly reach: number | null;
}

export interface MemoryPoint {
  /** Symbols the network had seen since the reset, the current one included. */
  readonly k: number;
  /** Nats per symbol: the full loss plus the mean excess at the positions that had this much context. */
  readonly loss: number;
  /** Positions it is a mean of. */
  readonly n: number;
}

/** The loss against the length of the context; the dashed line of the chart is the whole past. */
export function blocks({ points, full, reach, text }: MemoryReport): Block[] {
  const unit = symbolOf(text);
  const [first, last] = [points[0]!.k, points.at(-1)!.k];
  return [
    {
      kind: 'chart',
      mark: 'line',
      x: { label: `${unit}s of context`, scale: 'log', ticks: [1, 4, 16, 64, 256] },
      y: { label: `nats per ${unit}` },
      series: [
        { name: '', points: points.map(({ k, loss }) => [k, loss] as const) },
        {
          name: 'whole past',
          points: [
            [first, full],
            [last, full],
          ],
          dashed: true,
        },
      ],
      caption: `nats per ${unit}; context grows to the right from ${first} to ${last} ${unit}s`,
    },
    {
      kind: 'table',
      only: 'terminal',
      columns: ['context', 'nats', 'bits', 'places'].map((name) => ({ name, align: 'right' })),
      rows: points.map(({ k, loss, n }) => ({
        cells: [String(k), loss.toFixed(3), bits(loss, 3), count(n)],
      })),
      caption: `   with all of its past: ${full.toFixed(3)} nats, ${bits(full, 3)} bits, over ${count(text.characters)} ${unit}s`,
    },
    {
      kind: 'note',
      tone: 'strong',
      text:
        reach === null
          ? `Even ${last} ${unit}s of context are more than 1 % short of the whole past.`
          : `${reach} ${unit}s of context come within 1 % of the whole past.`,
    },
  ];
}

/** A row per context. */
export function* rows({ points }: MemoryReport): Generator<CsvRow> {
  yield ['context', 'loss', 'places'];
  for (const { k, loss, n } of points) yield [k, loss, n];
}
