import { STEPS, type CellFinding, type Page, type PageFeature } from '../../inspect/page/data.js';
import { featuresOf, findings } from '../../inspect/page/findings.js';
import type { SearchReport } from '../../inspect/search/report.js';
import type { Recorded } from '../protocol.js';

/** What the browser of cells shows, of a network that changes: the same object with other values. */
export interface LivePage {
  readonly page: Page;
  /** Whether a recording is of the same cells at the same places, so that it can replace the one before. */
  fits(recorded: Recorded): boolean;
  replace(recorded: Recorded): void;
  /** What a search has found. */
  judge(report: SearchReport): void;
}

/** Nothing was searched yet: neither good nor bad. */
const unjudged: CellFinding = { feature: -1, score: 0, rank: 2, selected: false };

export function createLivePage(first: Recorded): LivePage {
  let recorded = first;
  let best: readonly CellFinding[] = first.cells.map(() => unjudged);
  let features: readonly PageFeature[] = [];
  let decoded = new Map<number, Int8Array>();

  function valuesOf(cell: number): Int8Array {
    const known = decoded.get(cell);
    if (known) return known;
    const n = recorded.characters.length;
    const values = Int8Array.from(
      recorded.steps.subarray(cell * n, (cell + 1) * n),
      (byte) => byte - STEPS - 1,
    );
    decoded.set(cell, values);
    return values;
  }

  const page: Page = {
    textName: first.name,
    text: first.characters,
    characters: first.characters,
    cells: first.cells,
    symbols: first.symbolNames,
    get ranges() {
      return recorded.ranges as unknown as readonly number[];
    },
    get best() {
      return best;
    },
    get features() {
      return features;
    },
    get colors() {
      const colors = schemeColors();
      return { light: colors, dark: colors };
    },
    values: async (cell) => valuesOf(cell),
    ready: (cell) => decoded.get(cell),
    candidates: async () => ({ symbols: recorded.symbols, probabilities: recorded.probabilities }),
  };
  return {
    page,
    fits: ({ characters, cells }) =>
      cells.length === recorded.cells.length && characters.join('') === recorded.characters.join(''),
    replace(next) {
      recorded = next;
      decoded = new Map();
    },
    judge(report) {
      best = findings(report, first.cells);
      features = featuresOf(report);
    },
  };
}

let colors: { readonly theme: string; readonly values: readonly string[] } = { theme: '', values: [] };

/** The colors of the values −31 ... 31 in the present scheme; page.css has them as variables. */
function schemeColors(): readonly string[] {
  const style = getComputedStyle(document.documentElement);
  const theme = style.getPropertyValue('--theme');
  if (colors.theme !== theme) {
    const values = Array.from({ length: 2 * STEPS + 1 }, (_, i) => style.getPropertyValue(`--v${i}`).trim());
    colors = { theme, values };
  }
  return colors.values;
}
