import { createCellBrowser, type CellBrowser } from '../browser/browser.js';
import type { SearchReport } from '../../inspect/search/report.js';
import { byId } from '../elements.js';
import type { NamedText, Recorded } from '../protocol.js';
import { createLivePage, type LivePage, type Unread } from './live-page.js';

/** The text colored by a cell, with the list of all cells: the last recording, and the findings. */
export interface ShownCells {
  exist(): boolean;
  /** Shows a text that is still to be read. */
  expect(unread: Unread): void;
  show(recorded: Recorded): void;
  /** What a search has found in the present text: it is remembered for as long as that is shown, or is shown again. */
  judge(report: SearchReport): void;
  /** Colors the text by the cell of that name. */
  choose(cell: string): void;
  clear(): void;
  /** The theme has changed. */
  paint(): void;
  /** The size has changed. */
  layout(): void;
}

/** `chosen` is called with a cell's name and largest absolute value. */
export function createShownCells(
  text: () => NamedText,
  chosen: (cell: string, range: number) => void,
): ShownCells {
  let findings: { readonly text: NamedText; readonly report: SearchReport } | null = null;
  let live: LivePage | null = null;
  let browser: CellBrowser | null = null;
  let ending = new AbortController();
  let userChose = false;

  function chooseFirst(): void {
    if (browser) void browser.choose(browser.first() ?? 0);
  }

  function expect(unread: Unread): void {
    ending.abort();
    ending = new AbortController();
    const { page } = (live = createLivePage(unread));
    userChose = false;
    browser = createCellBrowser(page, {
      signal: ending.signal,
      chosen: (cell) => chosen(page.cells[cell]!, page.ranges[cell]!),
    });
    byId('cells-panel').classList.remove('empty');
    inTurns(ending.signal, [browser.layout, chooseFirst]);
    if (findings?.text === text()) judge(findings.report);
  }

  function judge(report: SearchReport): void {
    findings = { text: text(), report };
    live?.judge(report);
    browser?.arrange();
    if (!userChose) chooseFirst();
  }

  function show(recorded: Recorded): void {
    if (!live?.fits(recorded)) expect(recorded);
    live!.replace(recorded);
    void browser!.refresh();
  }

  for (const id of ['list', 'query', 'search'])
    byId(id).addEventListener('pointerdown', () => (userChose = true));

  return {
    ...{ expect, show, judge },
    exist: () => live !== null,
    choose(cell) {
      const number = live?.page.cells.indexOf(cell) ?? -1;
      if (number >= 0) void browser!.choose(number);
    },
    clear() {
      ending.abort();
      [live, browser, findings] = [null, null, null];
      byId('cells-panel').classList.add('empty');
    },
    paint: () => browser?.paint(),
    layout: () => browser?.layout(),
  };
}

/** Runs actions in separate tasks, so that no frame waits for all of them; none after the signal. */
function inTurns(signal: AbortSignal, acts: readonly (() => void)[]): void {
  const [act, ...rest] = acts;
  if (act === undefined) return;
  setTimeout(() => {
    if (signal.aborted) return;
    act();
    inTurns(signal, rest);
  }, 20);
}
