import { createCellBrowser, type CellBrowser } from '../browser/browser.js';
import type { Page } from '../browser/data.js';
import type { SearchReport } from '../../inspect/search/report.js';
import { byId, frameByFrame } from '../elements.js';
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

/** Receives the name and the largest absolute value of the cell that is selected. */
type Chosen = (cell: string, range: number) => void;

export function createShownCells(text: () => NamedText, chosen: Chosen): ShownCells {
  let findings: { readonly text: NamedText; readonly report: SearchReport } | null = null;
  let live: LivePage | null = null;
  let browser: CellBrowser | null = null;
  let ending = new AbortController();
  let userChose = false;
  let wanted: string | null = null; // asked for, and perhaps shown later
  const [appearing, judging] = [frameByFrame(), frameByFrame()];

  /** The first cell of the list, unless the user has selected one. */
  function chooseCell(): void {
    const asked = wanted === null ? -1 : (live?.page.cells.indexOf(wanted) ?? -1);
    if (browser)
      void browser.choose(userChose ? browser.current() : asked >= 0 ? asked : (browser.first() ?? 0));
  }

  function expect(unread: Unread): void {
    ending.abort();
    ending = new AbortController();
    live = createLivePage(unread);
    if (findings?.text === text()) live.judge(findings.report);
    userChose = false;
    browser = browse(live.page, ending.signal, chosen);
    appearing([chooseCell, () => setEmpty(false), browser.layout]);
  }

  function judge(report: SearchReport): void {
    findings = { text: text(), report };
    live?.judge(report);
    judging([() => browser?.arrange(), chooseCell]);
  }

  function show(recorded: Recorded): void {
    const isKnown = live?.fits(recorded) ?? false;
    if (!isKnown) expect(recorded);
    live!.replace(recorded);
    if (isKnown) void browser!.refresh();
  }

  onUserChoice(() => ([userChose, wanted] = [true, null]));
  return {
    expect,
    show,
    judge,
    exist: () => live !== null,
    choose(cell) {
      wanted = cell;
      const number = live?.page.cells.indexOf(cell) ?? -1;
      if (number >= 0) void browser!.choose(number);
    },
    clear() {
      ending.abort();
      appearing([]);
      [live, browser, findings, wanted] = [null, null, null, null];
      setEmpty(true);
    },
    paint: () => browser?.paint(),
    layout: () => browser?.layout(),
  };
}

function onUserChoice(listener: () => void): void {
  for (const id of ['list', 'query', 'search']) byId(id).addEventListener('pointerdown', listener);
}

function browse(page: Page, signal: AbortSignal, chosen: Chosen): CellBrowser {
  return createCellBrowser(page, {
    signal,
    chosen: (cell) => chosen(page.cells[cell]!, page.ranges[cell]!),
  });
}

function setEmpty(empty: boolean): void {
  byId('cells-panel').classList.toggle('empty', empty);
}
