import { createCellBrowser, type CellBrowser } from '../../inspect/page/browser.js';
import type { SearchReport } from '../../inspect/search/report.js';
import { byId } from '../elements.js';
import type { Recorded } from '../protocol.js';
import { createLivePage, type LivePage } from './live-page.js';

/** The text colored by a cell, with the list of all cells: what was read last, and what is known of it. */
export interface ShownCells {
  exist(): boolean;
  show(recorded: Recorded): void;
  /** What a search has found. */
  judge(report: SearchReport): void;
  clear(): void;
  paint(): void;
}

/** `chosen` is called with a cell's name and largest absolute value. */
export function createShownCells(chosen: (cell: string, range: number) => void): ShownCells {
  let live: LivePage | null = null;
  let browser: CellBrowser | null = null;
  let ending = new AbortController();
  let userChose = false;

  function chooseFirst(): void {
    if (browser) void browser.choose(browser.first() ?? 0);
  }

  for (const id of ['list', 'query', 'search'])
    byId(id).addEventListener('pointerdown', () => (userChose = true));

  return {
    exist: () => live !== null,
    show(recorded) {
      if (live?.fits(recorded)) {
        live.replace(recorded);
        void browser!.refresh();
        return;
      }
      ending.abort();
      ending = new AbortController();
      const { page } = (live = createLivePage(recorded));
      userChose = false;
      const hooks = {
        signal: ending.signal,
        chosen: (cell: number) => chosen(page.cells[cell]!, page.ranges[cell]!),
      };
      browser = createCellBrowser(page, hooks);
      byId('cells-panel').classList.remove('empty');
      inTurns(ending.signal, [browser.layout, chooseFirst]);
    },
    judge(report) {
      live?.judge(report);
      browser?.arrange();
      if (!userChose) chooseFirst();
    },
    clear() {
      ending.abort();
      [live, browser] = [null, null];
      byId('cells-panel').classList.add('empty');
    },
    paint: () => browser?.paint(),
  };
}

/** Acts in tasks of their own, so that no frame waits for all of them; none after the signal. */
function inTurns(signal: AbortSignal, acts: readonly (() => void)[]): void {
  const [act, ...rest] = acts;
  if (act === undefined) return;
  setTimeout(() => {
    if (signal.aborted) return;
    act();
    inTurns(signal, rest);
  }, 20);
}
