import { cellNamed } from '../layers/cells.js';
import type { TextReport } from './cells-report.js';
import { stretches, walk } from './record.js';
import type { Subject } from './subject.js';

/** Below the first a gate is shut, above the second it is open (Karpathy, Johnson & Fei-Fei 2015). */
const [LEFT, RIGHT] = [0.1, 0.9];
/** Characters that are looked at: fractions need no more. */
const READS = 200_000;

/** How often each gate of each unit is saturated. Cells without gates (the plain rnn) have an empty list. */
export interface GatesReport {
  readonly view: 'gates';
  readonly text: TextReport;
  readonly cell: string;
  readonly gates: readonly GateReport[];
}

/** One gate of one layer: for each unit the fraction of characters at which it is below .1 or above .9. */
export interface GateReport {
  readonly layer: number;
  readonly gate: string;
  readonly name: string;
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** Counts over the text (its first 200,000 characters). */
export function viewGates({ model, text }: Subject): GatesReport {
  const sigmoids = cellNamed(model.config.cell).gates.filter(({ activation }) => activation === 'sigmoid');
  const watched = model.layers.flatMap(({ caches }, layer) =>
    sigmoids.map(({ symbol, name }) => {
      const cache = caches[symbol!]!;
      return { layer: layer + 1, gate: symbol!, name, cache, ...emptyCounts(cache.size) };
    }),
  );
  const interval = { from: 0, to: Math.min(READS, text.ids.length) };
  for (const { rows } of walk(model, text, stretches(model, interval))) {
    for (const { cache, left, right } of watched) {
      for (const row of rows) {
        const at = cache.offset + row * cache.stride;
        for (let unit = 0; unit < cache.size; unit++) {
          const value = cache.data[at + unit]!;
          if (value < LEFT) left[unit]!++;
          else if (value > RIGHT) right[unit]!++;
        }
      }
    }
  }
  const fractions = (counts: Float64Array): number[] => Array.from(counts, (n) => n / interval.to);
  return {
    view: 'gates',
    text: { name: text.name, characters: interval.to },
    cell: model.config.cell,
    gates: watched.map(({ layer, gate, name, left, right }) => ({
      layer,
      gate,
      name,
      left: fractions(left),
      right: fractions(right),
    })),
  };
}

const emptyCounts = (size: number) => ({ left: new Float64Array(size), right: new Float64Array(size) });
