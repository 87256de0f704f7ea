import { createCellList } from './cell-list.js';
import { listen } from './browser-events.js';
import { byId, choose, describe, go, updateReadout, type BrowserHooks, type Browsing } from './browsing.js';
import { createCellPanel } from './cell-panel.js';
import type { Page } from './data.js';
import { createTextCanvas } from './text-canvas.js';

/** The text colored by a cell, the list of all cells, and the panel of the selected one. */
export interface CellBrowser {
  choose(cell: number): Promise<void>;
  /** The selected cell. */
  current(): number;
  /** The first cell of the list. */
  first(): number | undefined;
  /** The values have changed. */
  refresh(): Promise<void>;
  /** The findings about the cells have changed. */
  arrange(): void;
  /** The size has changed. */
  layout(): void;
  /** The theme has changed. */
  paint(): void;
}

/** Fills the elements that page.html has for it. Selects no cell yet. */
export function createCellBrowser(page: Page, hooks: BrowserHooks): CellBrowser {
  const text = createTextCanvas(page, byId('scroller'), byId('canvas'));
  const list = createCellList(page, byId('list'), (cell) => void choose(browsing, cell), hooks.signal);
  const panel = createCellPanel(page, byId('cell-panel'), (position) => go(browsing, position));
  const browsing: Browsing = { page, text, list, panel, hooks, current: 0 };
  const arrange = (): void =>
    list.arrange(byId<HTMLInputElement>('search').value, byId<HTMLSelectElement>('sort').value);
  byId('query').replaceChildren();
  listen(browsing);
  arrange();
  return {
    choose: (cell) => choose(browsing, cell),
    current: () => browsing.current,
    first: () => list.order()[0],
    async refresh() {
      if (text.state.candidates) text.state.candidates = await page.candidates();
      text.state.values = await page.values(browsing.current);
      text.refresh();
      updateReadout(browsing);
      // the panel does not change while it is hovered or focused
      if (!byId('aside').matches(':hover, :focus-within')) describe(browsing);
    },
    arrange,
    layout: () => (text.layout(), list.layout()),
    paint: text.refresh,
  };
}
