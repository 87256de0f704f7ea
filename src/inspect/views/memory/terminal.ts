import asciichart from 'asciichart';
import { bits, count } from '../../../core/format.js';
import { alignColumns } from '../terminal.js';
import type { Style } from '../view.js';
import type { MemoryReport } from './report.js';
import { symbolOf } from '../text-report.js';

const HEIGHT = 10;
/** Columns of a point. */
const COLUMNS = 3;

/** The loss against the length of the context. */
export function renderMemory({ points, full, reach, text }: MemoryReport, { chalk }: Style): string {
  const unit = symbolOf(text);
  const curve = points.flatMap(({ loss }) => Array<number>(COLUMNS).fill(loss));
  const rows = points.map(({ k, loss, n }) => [String(k), loss.toFixed(3), bits(loss, 3), count(n)]);
  return [
    asciichart.plot(curve, { height: HEIGHT }),
    `nats per ${unit}; context grows to the right from ${points[0]!.k} to ${points.at(-1)!.k} ${unit}s`,
    '',
    ...alignColumns([['context', 'nats', 'bits', 'places'], ...rows], ['right', 'right', 'right', 'right']),
    `   with all of its past: ${full.toFixed(3)} nats, ${bits(full, 3)} bits, over ${count(text.characters)} ${unit}s`,
    '',
    chalk.bold(
      reach === null
        ? `Even ${points.at(-1)!.k} ${unit}s of context are more than 1 % short of the whole past.`
        : `${reach} ${unit}s of context come within 1 % of the whole past.`,
    ),
    '',
  ].join('\n');
}
