import { userError } from '../../core/errors.js';
import { mean } from '../../core/numbers.js';
import { cellNamed } from '../../layers/cells.js';
import type { Clamp } from '../../layers/layer.js';
import { parseCell } from '../../model/cell-name.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import { nameSymbol } from '../../text/code-points.js';
import { encode } from '../../text/tokens.js';
import { cellsOf, nameAt, placesOf, type Cell } from '../forward/cells.js';
import { eachLoss } from '../forward/losses.js';
import { walk, type Interval } from '../forward/record.js';
import type { Subject } from '../forward/subject.js';
import type { InspectedText } from '../forward/text.js';
import type { Pair, PairCell, PairsReport, ScoredPair } from './report.js';

/** Cells that are listed. */
const LISTED = 20;

/**
 * Does a network prefer the right continuation, and which cells carry the preference (Lakretz et al. 2019)? Every context
 * is read from a state of zeros, after a line break where the network knows one. Each cell is clamped at its mean over
 * the contexts: cells are ranked by what every other pair loses, and what they cost is measured on the rest. Throws
 * pairs/context, pairs/character.
 */
export async function scorePairs(
  subject: Omit<Subject, 'text'>,
  vocabulary: Vocabulary,
  {
    name,
    pairs,
    states,
  }: { readonly name: string; readonly pairs: readonly Pair[]; readonly states: readonly string[] },
): Promise<PairsReport> {
  const read = sequencesOf(name, vocabulary, pairs);
  const whole = { ...subject, text: read.text };
  const { model, pace } = subject;
  const carried = states.filter((state) => cellNamed(model.config.cell).states.includes(state));
  const cells = cellsOf(model, carried);
  return pace.task(read.text.ids.length * (2 + cells.count), async () => {
    const intact = await differences(whole, read);
    const values = await meansOf(whole, read, carried);
    const clamped: Float64Array[] = [];
    for (let index = 0; index < cells.count; index++) {
      const { layer, unit, state } = parseCell(nameAt(cells, index)) as Cell;
      const clamp = { layer: layer - 1, unit: unit - 1, state, value: values[index]! };
      clamped.push(await differences(whole, read, [clamp]));
    }
    const scored = pairs.map((pair, i): ScoredPair => ({ ...pair, difference: intact[i]! }));
    return {
      view: 'pairs',
      file: name,
      ...accuracyOf(scored),
      difference: mean(intact),
      kinds: [...new Set(pairs.map(({ kind }) => kind))].map((kind) => {
        const own = scored.filter((pair) => pair.kind === kind);
        return { kind, pairs: own.length, ...accuracyOf(own) };
      }),
      cells: rank(intact, clamped)
        .slice(0, LISTED)
        .map(({ index, ...cost }) => ({ cell: nameAt(cells, index), ...cost })),
      pairs: scored,
    };
  });
}

/** The share of pairs in which the right continuation is the likelier one, and its 95 % interval. */
function accuracyOf(pairs: readonly ScoredPair[]): Pick<PairsReport, 'accuracy' | 'interval'> {
  const right = pairs.filter(({ difference }) => difference > 0).length;
  return { accuracy: right / pairs.length, interval: wilson(right, pairs.length) };
}

/** Wilson's score interval of a share, at 95 % (Wilson 1927). */
export function wilson(right: number, n: number): { low: number; high: number } {
  const z = 1.959964;
  const p = right / n;
  const center = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return { low: right === 0 ? 0 : center - half, high: right === n ? 1 : center + half };
}

/** All contexts with their continuations, one after the other: two for each pair, the right one first. */
interface Sequences {
  readonly text: InspectedText;
  readonly intervals: readonly Interval[];
  /** The position before the first symbol of each continuation. */
  readonly before: Int32Array;
}

function sequencesOf(name: string, vocabulary: Vocabulary, pairs: readonly Pair[]): Sequences {
  const first = vocabulary.tokens === 'bytes' || vocabulary.idOf('\n') !== undefined ? '\n' : '';
  const all = pairs.flatMap(({ context, right, wrong }, i) => {
    if (first + context === '') throw userError('pairs/context', { file: name });
    refuseUnknown(context + right + wrong, vocabulary, { file: name, pair: i + 1 });
    const begin = encode(first + context, vocabulary);
    return [right, wrong].map((continuation) => ({
      begin: begin.length,
      ids: [...begin, ...encode(continuation, vocabulary)],
    }));
  });
  const ids = Int32Array.from(all.flatMap((one) => one.ids));
  let at = 0;
  const intervals = all.map((one) => ({ from: at, to: (at += one.ids.length) }));
  const before = Int32Array.from(all, ({ begin }, i) => intervals[i]!.from + begin - 1);
  return { text: { name, ids, codes: ids }, intervals, before };
}

function refuseUnknown(
  text: string,
  { tokens, idOf }: Vocabulary,
  where: { readonly file: string; readonly pair: number },
): void {
  if (tokens === 'bytes') return;
  const unknown = Array.from(text).find((symbol) => idOf(symbol) === undefined);
  if (unknown !== undefined) throw userError('pairs/character', { ...where, character: nameSymbol(unknown) });
}

/** ln p(right | context) − ln p(wrong | context) of each pair. */
async function differences(
  subject: Subject,
  { intervals, before }: Sequences,
  clamps: readonly Clamp[] = [],
): Promise<Float64Array> {
  const logs = new Float64Array(intervals.length);
  const sequenceOf = new Int32Array(subject.text.ids.length);
  intervals.forEach(({ from, to }, i) => sequenceOf.fill(i, from, to));
  await eachLoss(subject, intervals, { clamps, warmUp: 0 }, (position, nats) => {
    const i = sequenceOf[position]!;
    if (position >= before[i]! && position + 1 < intervals[i]!.to) logs[i]! -= nats;
  });
  return Float64Array.from({ length: logs.length / 2 }, (_, i) => logs[2 * i]! - logs[2 * i + 1]!);
}

/** The mean of every cell over the contexts. */
async function meansOf(
  subject: Subject,
  { intervals, before }: Sequences,
  states: readonly string[],
): Promise<Float64Array> {
  const cells = cellsOf(subject.model, states);
  const places = placesOf(cells, [...Array(cells.count).keys()]);
  const sums = new Float64Array(cells.count);
  let n = 0;
  const contexts = intervals
    .map(({ from }, i) => ({ from, to: before[i]! + 1 }))
    .filter((_, i) => i % 2 === 0);
  for await (const window of walk(subject, contexts, { warmUp: 0 })) {
    n += window.places.length;
    places.forEach(({ data, offset, stride }, cell) => {
      for (const place of window.places) sums[cell]! += data[offset + place * stride]!;
    });
  }
  return sums.map((sum) => sum / n);
}

/** Cells by what they cost on every other pair; their cost, its interval and the accuracy are of the others. */
export function rank(
  intact: Float64Array,
  clamped: readonly Float64Array[],
): (Omit<PairCell, 'cell'> & { readonly index: number })[] {
  const half = (values: Float64Array, odd: number) => Array.from(values).filter((_, i) => i % 2 === odd);
  const lost = clamped.map((values) => intact.map((difference, i) => difference - values[i]!));
  return lost
    .map((values, index) => ({ index, selected: mean(half(values, 0)), values: half(values, 1) }))
    .sort((a, b) => b.selected - a.selected)
    .map(({ index, values }) => {
      const cost = mean(values);
      const variance = values.reduce((sum, v) => sum + (v - cost) ** 2, 0) / Math.max(1, values.length - 1);
      const error = 1.959964 * Math.sqrt(variance / values.length);
      const accuracy = mean(half(clamped[index]!, 1).map((difference) => Number(difference > 0)));
      return { index, cost, interval: { low: cost - error, high: cost + error }, accuracy };
    });
}
