import type { Floats } from '../../core/floats.js';
import type { Rng } from '../../core/rng.js';
import { cellsOf, type Cells } from '../forward/cells.js';
import { stretches, walk, type WalkedWindow } from '../forward/record.js';
import type { Subject } from '../forward/subject.js';
import {
  createCrossProduct,
  createMoments,
  strongest,
  type CrossProduct,
  type Moments,
} from './correlation.js';

/** For every cell of a network the mean over the other networks of its strongest correlation with a cell. */
export interface Partners {
  /** With those networks; with them on shuffled text; with them before training. */
  readonly trained: Float64Array;
  readonly shuffled: Float64Array;
  readonly untrained: Float64Array;
  /** The weakest of the other networks: the correlation that the cell has in every one. */
  readonly least: Float64Array;
  /** The mean value of each cell. */
  readonly means: Float64Array;
}

/** A network that is read, its values in one piece of text, and what they add up to. */
interface Reader {
  readonly subject: Subject;
  readonly cells: Cells;
  readonly values: Floats;
  readonly shuffled: Floats;
  readonly moments: Moments;
}

/**
 * Reads a text with all networks at once, and with each before its training. They share a backend, a text, and the shape
 * of their windows. Only sums are kept: memory does not grow with the text.
 *
 * On shuffled text the values of one network at a place are compared with those of the other at the same step of another
 * stretch of the text, which all of its stretches exchange in a circle.
 */
export async function findPartners(
  networks: readonly Subject[],
  untrained: readonly Subject[],
  states: readonly string[],
  rng: Rng,
): Promise<Partners[]> {
  const { backend, model } = networks[0]!;
  const open = (subject: Subject): Reader => {
    const cells = cellsOf(subject.model, states);
    const room = () => backend.memory.floats(model.T * model.B * cells.count);
    return { subject, cells, values: room(), shuffled: room(), moments: createMoments(cells.count) };
  };
  const [read, before] = [networks.map(open), untrained.map(open)];
  const product = (x: Reader, y: Reader) => createCrossProduct(backend, x.cells.count, y.cells.count);
  const pairs = read.flatMap((x, a) => read.slice(a + 1).map((y, k) => ({ x, y, a, b: a + 1 + k })));
  const trained = pairs.map(({ x, y }) => product(x, y));
  const shuffled = pairs.map(({ x, y }) => product(x, y));
  const controls = read
    .flatMap((x, a) => before.map((y, b) => ({ x, y, a, b })))
    .filter(({ a, b }) => a !== b);
  const ofControls = controls.map(({ x, y }) => product(x, y));
  const turn = rng.uniform();
  for await (const places of together([...read, ...before], turn)) {
    pairs.forEach(({ x, y }, p) => {
      trained[p]!.add(x.values, y.values, places);
      shuffled[p]!.add(x.values, y.shuffled, places);
    });
    controls.forEach(({ x, y }, p) => ofControls[p]!.add(x.values, y.values, places));
  }
  return read.map(({ cells, moments }, a) => {
    const of = (known: readonly { x: Reader; y: Reader; a: number; b: number }[], sums: CrossProduct[]) =>
      known.flatMap(({ x, y, a: first, b: second }, p) => {
        if (first !== a && (second !== a || known === controls)) return [];
        const { ofX, ofY } = strongest(sums[p]!, x.moments, y.moments);
        return [first === a ? ofX : ofY];
      });
    const own = of(pairs, trained);
    return {
      trained: meanOf(own, cells.count),
      shuffled: meanOf(of(pairs, shuffled), cells.count),
      untrained: meanOf(of(controls, ofControls), cells.count),
      least: Float64Array.from({ length: cells.count }, (_, i) => Math.min(...own.map((one) => one[i]!))),
      means: moments.sums.map((sum) => sum / moments.n),
    };
  });
}

const meanOf = (arrays: readonly Float64Array[], length: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => arrays.reduce((sum, one) => sum + one[i]!, 0) / arrays.length);

/** Reads the same windows with all networks, and yields the number of places of each whose values they have. */
async function* together(readers: readonly Reader[], turn: number): AsyncGenerator<number, void, void> {
  const { model, text } = readers[0]!.subject;
  const parts = stretches(model, { from: 0, to: text.ids.length });
  const walks = readers.map(({ subject }) => walk(subject, parts));
  for (;;) {
    const windows = await Promise.all(walks.map((one) => one.next()));
    if (windows[0]!.done) return;
    const { from, to } = exchanged((windows[0]!.value as WalkedWindow).places, model.B, turn);
    for (const reader of readers) {
      gather(reader.cells, from, reader.values);
      gather(reader.cells, to, reader.shuffled);
      reader.moments.add(reader.values, from.length);
    }
    if (from.length > 0) yield from.length;
  }
}

/** The places of a window, and for each one at the same step of another row. A step with one row has none. */
export function exchanged(places: Int32Array, B: number, turn: number): { from: number[]; to: number[] } {
  const steps = new Map<number, number[]>();
  for (const place of places) {
    const step = Math.floor(place / B);
    steps.set(step, [...(steps.get(step) ?? []), place]);
  }
  const [from, to]: [number[], number[]] = [[], []];
  for (const rows of steps.values()) {
    const shift = 1 + Math.floor(turn * (rows.length - 1));
    if (rows.length < 2) continue;
    from.push(...rows);
    to.push(...rows.map((_, i) => rows[(i + shift) % rows.length]!));
  }
  return { from, to };
}

/** The values of all cells at some places, a row for each. */
function gather({ count, groups }: Cells, places: readonly number[], values: Floats): void {
  places.forEach((place, row) => {
    for (const { first, size, cache } of groups) {
      const from = cache.offset + place * cache.stride;
      values.set(cache.data.subarray(from, from + size), row * count + first);
    }
  });
}
