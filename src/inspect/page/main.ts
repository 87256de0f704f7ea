import { createCellList } from './cell-list.js';
import { element, excerpt, showCell } from './cell-panel.js';
import { CANDIDATES, openPage, STEPS } from './data.js';
import { findCells, findPlaces } from './query.js';
import { nameOf } from './picture.js';
import { createTextCanvas } from './text-canvas.js';

const page = openPage(document);
const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const scroller = byId('scroller');
const canvas = byId<HTMLCanvasElement>('canvas');
const text = createTextCanvas(page, scroller, canvas);
const list = createCellList(page, byId('list'), (cell) => void choose(cell));
const search = byId<HTMLInputElement>('search');
const sort = byId<HTMLSelectElement>('sort');
let current = 0;

/** Colors everything by a cell. */
async function choose(cell: number): Promise<void> {
  current = cell;
  list.select(cell);
  const values = await page.values(cell);
  if (current !== cell) return;
  text.state.values = values;
  byId('chosen').textContent = page.cells[cell]!;
  showCell(page, cell, values, go);
  text.refresh();
  updateReadout();
}

function go(position: number): void {
  showView('text');
  text.state.caret = text.state.anchor = position;
  text.reveal();
  updateReadout();
}

/** Says in words what is at the caret. */
function updateReadout(): void {
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

async function toggleCandidates(): Promise<void> {
  const on = text.state.candidates === null;
  text.state.candidates = on ? await page.candidates() : null;
  byId('candidates-button').setAttribute('aria-pressed', String(on));
  text.layout();
  text.reveal();
  updateReadout();
}

/** Cells that are on throughout the selection, and where else they are. */
async function query(): Promise<void> {
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
    chip.addEventListener('click', () => void choose(cell));
    chips.append(chip);
  }
  box.append(chips);
  if (matches.length === 0) return;
  const places = await findPlaces(page, matches, from, to);
  const values = await page.values(matches[0]!.cell);
  box.append(
    element('h3', places.length > 0 ? 'The same cells are on together here' : 'Nowhere else in this text'),
  );
  box.append(...places.map((place) => excerpt(page, values, place.from, go, place.to - place.from)));
}

function showView(name: string): void {
  for (const section of document.querySelectorAll<HTMLElement>('main > section'))
    section.hidden = section.id !== `view-${name}`;
  for (const tab of document.querySelectorAll<HTMLElement>('[data-view]')) {
    tab.setAttribute('aria-selected', String(tab.dataset['view'] === name));
  }
  if (name === 'text') text.layout();
}

function switchTheme(): void {
  const root = document.documentElement;
  const dark = getComputedStyle(root).getPropertyValue('--theme').trim() === 'dark';
  root.dataset['theme'] = dark ? 'light' : 'dark';
  text.refresh();
}

/** The neighbor of the current cell in the list. */
function step(by: number): void {
  const order = list.order();
  const at = order.indexOf(current);
  const next = order[Math.max(0, Math.min(order.length - 1, at + by))];
  if (next !== undefined) void choose(next);
}

function moveCaret(position: number, extend: boolean): void {
  text.state.caret = position;
  if (!extend) text.state.anchor = position;
  text.reveal();
  updateReadout();
}

const views = Array.from(
  document.querySelectorAll<HTMLElement>('[data-view]'),
  (tab) => tab.dataset['view']!,
);
const keys: Record<string, (extend: boolean) => void> = {
  ArrowLeft: (extend) => moveCaret(text.moved(0, -1), extend),
  ArrowRight: (extend) => moveCaret(text.moved(0, 1), extend),
  ArrowUp: (extend) => moveCaret(text.moved(-1, 0), extend),
  ArrowDown: (extend) => moveCaret(text.moved(1, 0), extend),
  PageUp: (extend) => moveCaret(text.moved(-text.visibleRows(), 0), extend),
  PageDown: (extend) => moveCaret(text.moved(text.visibleRows(), 0), extend),
  Home: (extend) => moveCaret(0, extend),
  End: (extend) => moveCaret(page.characters.length - 1, extend),
  Enter: () => void query(),
};
const shortcuts: Record<string, () => void> = {
  j: () => step(1),
  k: () => step(-1),
  c: () => void toggleCandidates(),
  t: switchTheme,
  '/': () => search.focus(),
};

document.addEventListener('keydown', (event) => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT)$/.test(target.tagName)) return;
  const inText = target === scroller || target === document.body;
  const act = inText && keys[event.key] ? () => keys[event.key]!(event.shiftKey) : shortcuts[event.key];
  const view = views[Number(event.key) - 1];
  if (act) act();
  else if (view) showView(view);
  else return;
  event.preventDefault();
});

byId('list').addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  step(event.key === 'ArrowDown' ? 1 : -1);
  event.preventDefault();
});

let dragging = false;
canvas.addEventListener('mousedown', (event) => {
  dragging = true;
  scroller.focus({ preventScroll: true });
  moveCaret(text.positionOfPointer(event), event.shiftKey);
});
canvas.addEventListener('mousemove', (event) => {
  const position = text.positionOfPointer(event);
  if (dragging) moveCaret(position, true);
  else if (text.state.caret === text.state.anchor) moveCaret(position, false);
});
window.addEventListener('mouseup', () => (dragging = false));
scroller.addEventListener('scroll', text.refresh);
window.addEventListener('resize', () => (text.layout(), list.layout()));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', text.refresh);
search.addEventListener('input', () => list.arrange(search.value, sort.value));
sort.addEventListener('change', () => list.arrange(search.value, sort.value));
search.addEventListener('keydown', (event) => {
  const first = list.order()[0];
  if (event.key === 'Enter' && first !== undefined) void choose(first);
  if (event.key === 'Enter' || event.key === 'Escape') scroller.focus();
});
byId('candidates-button').addEventListener('click', () => void toggleCandidates());
byId('query-button').addEventListener('click', () => void query());
byId('theme-button').addEventListener('click', switchTheme);
for (const tab of document.querySelectorAll<HTMLElement>('[data-view]')) {
  tab.addEventListener('click', () => showView(tab.dataset['view']!));
}
for (const row of document.querySelectorAll<HTMLElement>('[data-cell-name]')) {
  row.addEventListener('click', () => {
    showView('text');
    void choose(page.cells.indexOf(row.dataset['cellName']!));
  });
}

list.arrange('', sort.value);
showView(document.body.dataset['start'] ?? 'text');
void choose(list.order()[0] ?? 0);
