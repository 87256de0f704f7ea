import { userError } from '../../../core/errors.js';
import { mean } from '../../../core/numbers.js';
import { eachLoss } from '../../forward/losses.js';
import { stretches, type Interval } from '../../forward/record.js';
import type { Subject } from '../../forward/subject.js';
import { defineView } from '../view.js';
import { blocks, rows, type MemoryPoint, type MemoryReport } from './report.js';
import { textReport } from '../text-report.js';

/** The longest context that is tried. */
const MOST = 512;
/** Lengths of the shorter pieces. */
const SHORT = [8, 64];
/** How many of the longest pieces a text must have, which sets its least length. */
const LEAST_PIECES = 16;
const LEAST = 16 * LEAST_PIECES;
/** A quarter of an octave: contexts are half an octave apart. */
const HALFWAY = 2 ** 0.25;
const READS = 100_000;

/** How far back the network remembers. */
export const memory = defineView<MemoryReport>({
  name: 'memory',
  takes: [],
  async compute(inspection) {
    const subject = await inspection.subject();
    const { name, ids } = subject.text;
    if (ids.length < LEAST)
      throw userError('inspect/short', { name, what: 'characters', characters: ids.length, least: LEAST });
    const units = 4 * Math.min(READS, ids.length);
    return subject.pace.task(units, () => viewMemory(subject));
  },
  blocks,
  rows,
  section: { title: 'Memory', always: true },
});

/**
 * Every position's loss with its whole past is compared with its loss in a text cut into pieces, each read from the
 * zero state: the k-th character of a piece has k characters of context. Pieces of 8 and 64 characters give many
 * observations of short contexts, the longest, of up to 512, those of the others. Differences are taken at the same
 * positions, so that few suffice.
 */
async function viewMemory(subject: Subject): Promise<MemoryReport> {
  const { model, text } = subject;
  const to = Math.min(READS, text.ids.length);
  const longest = longestPiece(to);
  const nats = new Float32Array(to).fill(NaN);
  await eachLoss(subject, stretches(model, { from: 0, to }), { warmUp: 1024 }, (p, loss) => (nats[p] = loss));
  const full = mean(nats.filter((loss) => !Number.isNaN(loss)));
  const excess = new Float64Array(longest);
  const counts = new Float64Array(longest);
  let above = 0;
  for (const piece of [...SHORT.filter((length) => length < longest), longest]) {
    await eachLoss(subject, piecesOf(to, piece), { warmUp: 0 }, (p, loss) => {
      const place = p % piece;
      if (place < above || Number.isNaN(nats[p]!)) return;
      excess[place]! += loss - nats[p]!;
      counts[place]! += 1;
    });
    above = piece;
  }
  const points = contextsUpTo(longest).map((k) => pointAt(k, full, excess, counts));
  const reach = points.find(({ loss }) => loss <= full * 1.01)?.k ?? null;
  return { view: 'memory', text: textReport(text, to), full, points, reach };
}

/** The length of the longest pieces: a power of two of which the text holds enough. */
const longestPiece = (length: number): number =>
  Math.min(MOST, 2 ** Math.floor(Math.log2(length / LEAST_PIECES)));

/** Two in every octave: 1, 2, 3, 4, 6, 8, 12, ... */
function contextsUpTo(longest: number): number[] {
  const contexts: number[] = [];
  for (let k = 1; k <= longest; k *= 2) contexts.push(k, ...(k > 1 && 1.5 * k < longest ? [1.5 * k] : []));
  return contexts;
}

/** The mean over the contexts that are nearer to k, in octaves, than to its neighbors. */
function pointAt(k: number, full: number, excess: Float64Array, counts: Float64Array): MemoryPoint {
  const nearest = [Math.ceil(k / HALFWAY) - 1, Math.floor(k * HALFWAY)] as const;
  const n = sumOf(counts.subarray(...nearest));
  return { k, loss: full + sumOf(excess.subarray(...nearest)) / n, n };
}

/** The whole pieces of that length, from the beginning. */
function piecesOf(to: number, length: number): Interval[] {
  return Array.from({ length: Math.floor(to / length) }, (_, i) => ({
    from: i * length,
    to: (i + 1) * length,
  }));
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
