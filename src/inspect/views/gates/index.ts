import { stretches, walk } from '../../forward/record.js';
import { cellNamed } from '../../../layers/cells.js';
import type { Cache } from '../../../layers/layer.js';
import { defineView } from '../view.js';
import { blocks, rows, type GatesReport } from './report.js';
import { textReport } from '../text-report.js';

/** Below the first a gate is shut, above the second it is open (Karpathy, Johnson & Fei-Fei 2015). */
const [LEFT, RIGHT] = [0.1, 0.9];
/** Symbols that are read: fractions need no more. */
const READS = 200_000;

/**
 * Counts over the text (its first 200,000 symbols). Of a named cell, a state stands for all gates of its unit, a gate
 * for itself.
 */
export const gates = defineView<GatesReport>({
  name: 'gates',
  reads: ['text', 'table'],
  takes: ['cell', 'state'],
  async compute(inspection) {
    const subject = await inspection.subject();
    const { model, text, pace } = subject;
    const { states } = inspection.question;
    const kind = cellNamed(model.config.cell);
    const asked = kind.gates.filter(
      ({ symbol, activation }) =>
        activation === 'sigmoid' && (states === undefined || states.includes(symbol!)),
    );
    const watched = model.layers.flatMap(({ caches }, k) =>
      asked.map(({ symbol, name }) => {
        const cache = caches.get(symbol!)!;
        const named = inspection.cells.filter(
          ({ layer, state }) => layer === k + 1 && (state === symbol || kind.states.includes(state)),
        );
        const units = inspection.cells.length === 0 ? allUnits(cache) : named.map(({ unit }) => unit);
        return { layer: k + 1, gate: symbol!, name, units, cache, ...emptyCounts(units.length) };
      }),
    );
    const interval = { from: 0, to: Math.min(READS, text.ids.length) };
    let read = 0;
    await pace.task(interval.to, async () => {
      for await (const { places } of walk(subject, stretches(model, interval))) {
        read += places.length;
        for (const gate of watched) countSaturated(gate, places);
      }
    });
    const fractions = (counts: Float64Array): number[] => Array.from(counts, (n) => n / read);
    return {
      view: 'gates',
      text: textReport(text, read),
      cell: model.config.cell,
      gates: watched
        .filter(({ units }) => units.length > 0)
        .map(({ layer, gate, name, units, left, right }) => ({
          layer,
          gate,
          name,
          units,
          left: fractions(left),
          right: fractions(right),
        })),
    };
  },
  blocks,
  rows,
  section: { title: 'Gates', always: true },
});

const allUnits = ({ size }: Cache): number[] => Array.from({ length: size }, (_, unit) => unit + 1);

interface Watched {
  readonly cache: Cache;
  readonly units: readonly number[];
  readonly left: Float64Array;
  readonly right: Float64Array;
}

function countSaturated({ cache, units, left, right }: Watched, places: Int32Array): void {
  for (const row of places) {
    const at = cache.offset + row * cache.stride - 1;
    for (let i = 0; i < units.length; i++) {
      const value = cache.data[at + units[i]!]!;
      if (value < LEFT) left[i]!++;
      else if (value > RIGHT) right[i]!++;
    }
  }
}

const emptyCounts = (size: number) => ({ left: new Float64Array(size), right: new Float64Array(size) });
