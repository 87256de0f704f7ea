import { userError } from '../../../core/errors.js';
import { eachLoss } from '../../forward/losses.js';
import { stretches, type Interval } from '../../forward/record.js';
import type { Subject } from '../../forward/subject.js';
import type { Row } from '../csv.js';
import { defineView } from '../view.js';
import { memorySection } from './page.js';
import type { MemoryPoint, MemoryReport } from './report.js';
import { renderMemory } from './terminal.js';

/** The longest context that is tried. */
const MOST = 512;
const READS = 100_000;

/** How far back the network remembers. */
export const memory = defineView<MemoryReport>({
  name: 'memory',
  takes: [],
  async compute(inspection) {
    const subject = await inspection.subject();
    const units = 4 * Math.min(READS, subject.text.ids.length);
    return subject.pace.task(units, () => viewMemory(subject));
  },
  terminal: renderMemory,
  csv: rows,
  section: { title: 'Memory', always: true, render: memorySection },
});

/**
 * Every position's loss with its whole past is compared with its loss in a text cut into pieces, each read from the zero
 * state: the k-th character of a piece has k characters of context. Pieces of 8, 64 and 512 characters give short contexts
 * many observations. Differences at the same positions, not means over different ones, so that few suffice.
 */
async function viewMemory(subject: Subject): Promise<MemoryReport> {
  const { model, text } = subject;
  const to = Math.min(READS, text.ids.length);
  if (to <= MOST) throw userError('inspect/short', { name: text.name, characters: to, least: MOST + 1 });
  const nats = new Float32Array(to).fill(NaN);
  await eachLoss(subject, stretches(model, { from: 0, to }), { warmUp: 1024 }, (p, loss) => (nats[p] = loss));
  const full = meanOf(nats.filter((loss) => !Number.isNaN(loss)));
  const excess = new Float64Array(MOST);
  const counts = new Float64Array(MOST);
  for (const [piece, above] of [
    [8, 0],
    [64, 8],
    [MOST, 64],
  ] as const) {
    await eachLoss(subject, piecesOf(to, piece), { warmUp: 0 }, (p, loss) => {
      const place = p % piece;
      if (place < above || Number.isNaN(nats[p]!)) return;
      excess[place]! += loss - nats[p]!;
      counts[place]! += 1;
    });
  }
  const points = pool(excess, counts).map((point) => ({ ...point, loss: full + point.loss }));
  const reach = points.find(({ loss }) => loss <= full * 1.01)?.k ?? null;
  return { view: 'memory', text: { name: text.name, characters: to }, full, points, reach };
}

/** The whole pieces of that length, from the beginning. */
function piecesOf(to: number, length: number): Interval[] {
  return Array.from({ length: Math.floor(to / length) }, (_, i) => ({
    from: i * length,
    to: (i + 1) * length,
  }));
}

/** k = 1 ... 16 by itself, longer contexts in groups that widen as k grows; a group is named by its middle. */
function pool(excess: Float64Array, counts: Float64Array): MemoryPoint[] {
  const points: MemoryPoint[] = [];
  for (let from = 0; from < MOST;) {
    const to = Math.min(MOST, Math.max(from + 1, Math.floor(from * 1.12)));
    const n = sumOf(counts.subarray(from, to));
    if (n > 0) points.push({ k: (from + to + 1) >> 1, loss: sumOf(excess.subarray(from, to)) / n, n });
    from = to;
  }
  return points;
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** A row per context. */
function* rows({ points }: MemoryReport): Generator<Row> {
  yield ['context', 'loss', 'places'];
  for (const { k, loss, n } of points) yield [k, loss, n];
}
