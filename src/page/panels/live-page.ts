import { STEPS, type CellFinding, type Page, type PageFeature } from '../browser/data.js';
import { featuresOf, findings } from '../browser/findings.js';
import type { SearchReport } from '../../inspect/search/report.js';
import type { Recorded } from '../protocol.js';
import { symbolsOf, type Written } from '../symbols.js';

/** What is shown before it has been read: the text, and the names of the cells. */
export type Unread = Written & Pick<Recorded, 'cells'>;

/** The data of the cell browser for a network that changes: the same object with new values. */
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

/** Its values exist after the first recording. */
export function createLivePage(unread: Unread): LivePage {
  const { cells } = unread;
  const characters = symbolsOf(unread);
  let recorded: Recorded | null = null;
  let best: readonly CellFinding[] = cells.map(() => unjudged);
  let features: readonly PageFeature[] = [];
  let decoded = new Map<number, Int8Array>();
  const zeros = cells.map(() => 0);
  let read = (): void => undefined;
  const reading = new Promise<void>((resolve) => (read = resolve));

  async function valuesOf(cell: number): Promise<Int8Array> {
    await reading;
    const known = decoded.get(cell);
    if (known) return known;
    const n = characters.length;
    const steps = recorded!.steps.subarray(cell * n, (cell + 1) * n);
    const values = new Int8Array(steps).map((byte) => byte - STEPS - 1);
    decoded.set(cell, values);
    return values;
  }

  const page: Page = {
    characters,
    cells,
    values: valuesOf,
    get symbols() {
      return recorded?.symbolNames ?? [];
    },
    get ranges() {
      return recorded?.ranges ?? zeros;
    },
    get best() {
      return best;
    },
    get features() {
      return features;
    },
    get colors() {
      return schemeColors();
    },
    async candidates() {
      await reading;
      return recorded!;
    },
  };
  return {
    page,
    fits: (next) => next.characters === unread.characters && next.cells.join() === cells.join(),
    replace(next) {
      recorded = next;
      decoded = new Map();
      read();
    },
    judge(report) {
      best = findings(report, cells);
      features = featuresOf(report);
    },
  };
}

let colors: { readonly theme: string; readonly values: readonly string[] } = { theme: '', values: [] };

/** The colors of the values −31 ... 31 in the current scheme; colors.ts has them as variables. */
function schemeColors(): readonly string[] {
  const style = getComputedStyle(document.documentElement);
  const theme = style.getPropertyValue('--theme');
  if (colors.theme !== theme) {
    const values = Array.from({ length: 2 * STEPS + 1 }, (_, i) => style.getPropertyValue(`--v${i}`).trim());
    colors = { theme, values };
  }
  return colors.values;
}
