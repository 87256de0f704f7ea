import type { CellList } from './cell-list.js';
import { element, excerpt, type CellPanel } from './cell-panel.js';
import { CANDIDATES, STEPS, type Page } from './data.js';
import { findCells, findPlaces } from './query.js';
import { nameOf } from './picture.js';
import type { TextCanvas } from './text-canvas.js';

/** How a page embeds the browser of cells. */
export interface BrowserHooks {
  /** Ends all listening; the elements are then free for another browser. */
  readonly signal: AbortSignal;
  /** A cell was selected and is shown. */
  readonly chosen: (cell: number) => void;
}

/** What browser.ts has built: the text, the list, the panel, and the selected cell. */
export interface Browsing {
  readonly page: Page;
  readonly text: TextCanvas;
  readonly list: CellList;
  readonly panel: CellPanel;
  readonly hooks: BrowserHooks;
  current: number;
}

export const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

/** Colors everything by a cell. */
export async function choose(browsing: Browsing, cell: number): Promise<void> {
  const { page, text, list } = browsing;
  browsing.current = cell;
  list.select(cell);
  const values = await page.values(cell);
  if (browsing.current !== cell) return;
  text.state.values = values;
  byId('chosen').textContent = page.cells[cell]!;
  describe(browsing);
  text.refresh();
  updateReadout(browsing);
}

/** Fills the panel of the selected cell. */
export function describe(browsing: Browsing): void {
  const { text, panel, current, hooks } = browsing;
  panel.show(current, text.state.values!);
  hooks.chosen(current);
}

export function go(browsing: Browsing, position: number): void {
  const { text } = browsing;
  text.state.caret = text.state.anchor = position;
  text.reveal();
  updateReadout(browsing);
}

/** Describes the position of the caret. */
export function updateReadout({ page, text, current }: Browsing): void {
  const { caret, anchor, values, candidates } = text.state;
  const value = values ? ((values[caret]! / STEPS) * page.ranges[current]!).toFixed(2) : '';
  const selected = Math.abs(caret - anchor) + 1;
  const parts = [
    `position ${caret}`,
    nameOf(page.characters[caret] ?? ' '),
    `${page.cells[current]} = ${value}`,
  ];
  if (selected > 1) parts.push(`${selected} characters selected`);
  if (candidates) {
    const next: string[] = [];
    for (let k = caret * CANDIDATES; k < (caret + 1) * CANDIDATES; k++) {
      const percent = Math.round((100 * candidates.probabilities[k]!) / 255);
      if (percent > 0) next.push(`${nameOf(page.symbols[candidates.symbols[k]!]!)} ${percent} %`);
    }
    parts.push(`expects next: ${next.join(', ')}`);
  }
  byId('readout').textContent = parts.join('  ·  ');
}

export async function toggleCandidates(browsing: Browsing): Promise<void> {
  const { page, text } = browsing;
  const on = text.state.candidates === null;
  text.state.candidates = on ? await page.candidates() : null;
  byId('candidates-button').setAttribute('aria-pressed', String(on));
  text.layout();
  text.reveal();
  updateReadout(browsing);
}

/** Cells that are on throughout the selection, and where else they are. */
export async function query(browsing: Browsing): Promise<void> {
  const { page, text } = browsing;
  const from = Math.min(text.state.caret, text.state.anchor);
  const to = Math.max(text.state.caret, text.state.anchor) + 1;
  const box = byId('query');
  box.replaceChildren(element('p', 'Searching …'));
  const matches = await findCells(page, from, to, (share) => {
    box.firstElementChild!.textContent = `Searching … ${Math.round(share * 100)} %`;
  });
  const title = element(
    'h3',
    `${matches.length} cell${matches.length === 1 ? ' is' : 's are'} on in the selection and off around it`,
  );
  box.replaceChildren(title);
  const chips = element('p');
  for (const { cell, sign } of matches.slice(0, 24)) {
    const chip = element('button', (sign < 0 ? '↓' : '') + page.cells[cell]!, 'chip');
    chip.addEventListener('click', () => void choose(browsing, cell));
    chips.append(chip);
  }
  box.append(chips);
  if (matches.length === 0) return;
  const places = await findPlaces(page, matches, from, to);
  const values = await page.values(matches[0]!.cell);
  box.append(
    element('h3', places.length > 0 ? 'The same cells are on together here' : 'Nowhere else in this text'),
  );
  const goTo = (position: number): void => go(browsing, position);
  box.append(...places.map((place) => excerpt(page, values, place, goTo)));
}

/** The neighbor of the current cell in the list. */
export function stepCell(browsing: Browsing, by: number): void {
  const order = browsing.list.order();
  const at = order.indexOf(browsing.current);
  const next = order[Math.max(0, Math.min(order.length - 1, at + by))];
  if (next !== undefined) void choose(browsing, next);
}

export function moveCaret(browsing: Browsing, position: number, extend: boolean): void {
  const { text } = browsing;
  text.state.caret = position;
  if (!extend) text.state.anchor = position;
  text.reveal();
  updateReadout(browsing);
}
