import type { Page } from './data.js';

/** The list of all cells. Only the rows in view exist in the document. */
export interface CellList {
  /** Cells in the order shown. */
  order(): readonly number[];
  select(cell: number): void;
  /** Shows cells whose name or feature contains the words, in that order. */
  arrange(filter: string, sort: string): void;
  /** Measures again. */
  layout(): void;
}

const ITEM = 30;
/** By rank: no better than chance; explained by the last characters alone. Higher ranks have no mark. */
const MARKS = ['chance', 'echo'];

/** `signal` ends listening; another list can then take its place in the box. */
export function createCellList(
  page: Page,
  box: HTMLElement,
  choose: (cell: number) => void,
  signal: AbortSignal,
): CellList {
  const spacer = document.createElement('div');
  const visible = document.createElement('div');
  spacer.className = 'list-spacer';
  visible.className = 'list-rows';
  spacer.append(visible);
  box.replaceChildren(spacer);
  let order = page.cells.map((_, cell) => cell);
  let current = -1;

  function draw(): void {
    const first = Math.max(0, Math.floor(box.scrollTop / ITEM) - 2);
    const last = Math.min(order.length, first + Math.ceil(box.clientHeight / ITEM) + 4);
    visible.style.transform = `translateY(${first * ITEM}px)`;
    visible.replaceChildren(...order.slice(first, last).map((cell) => rowFor(page, cell, cell === current)));
    if (current >= 0) box.setAttribute('aria-activedescendant', `row-${current}`);
  }

  function reveal(): void {
    const top = order.indexOf(current) * ITEM;
    if (top < 0) return;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + ITEM > box.scrollTop + box.clientHeight) box.scrollTop = top + ITEM - box.clientHeight;
  }

  function click(event: Event): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>('.cell-row');
    if (row) choose(Number(row.dataset['cell']));
  }
  box.addEventListener('scroll', draw, { signal });
  box.addEventListener('click', click, { signal });

  return {
    order: () => order,
    layout: draw,
    select(cell) {
      current = cell;
      reveal();
      draw();
    },
    arrange(filter, sort) {
      const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
      order = page.cells.map((_, cell) => cell).filter((cell) => matches(page, cell, words));
      if (sort !== 'name') order.sort((a, b) => compare(page, a, b, sort));
      spacer.style.height = `${order.length * ITEM}px`;
      box.scrollTop = 0;
      draw();
    },
  };
}

function rowFor(page: Page, cell: number, selected: boolean): HTMLElement {
  const row = document.createElement('div');
  const { feature, score, rank } = page.best[cell]!;
  row.className = rank < 2 ? 'cell-row rejected' : 'cell-row';
  row.id = `row-${cell}`;
  row.setAttribute('role', 'option');
  row.setAttribute('aria-selected', String(selected));
  row.dataset['cell'] = String(cell);
  const parts = {
    'cell-name': page.cells[cell]!,
    'cell-feature': feature < 0 ? '' : page.features[feature]!.name,
    'cell-score': feature < 0 ? '' : score.toFixed(3),
    'cell-mark': MARKS[rank] ?? '',
  };
  for (const [className, text] of Object.entries(parts)) {
    const span = document.createElement('span');
    span.className = className;
    span.textContent = text;
    row.append(span);
  }
  return row;
}

function matches({ cells, best, features }: Page, cell: number, words: readonly string[]): boolean {
  const feature = features[best[cell]!.feature];
  const about = `${cells[cell]} ${feature?.name ?? ''} ${feature?.what ?? ''}`.toLowerCase();
  return words.every((word) => about.includes(word));
}

/** By verdict, selected cells first (`verdict`), by the name of the feature (`feature`) or by the size of the values (`range`); then by score. */
function compare({ best, features, ranges }: Page, a: number, b: number, sort: string): number {
  const name = (cell: number): string => features[best[cell]!.feature]?.name ?? '~';
  const byScore = Math.abs(best[b]!.score) - Math.abs(best[a]!.score);
  if (sort === 'range') return ranges[b]! - ranges[a]!;
  if (sort === 'feature') return name(a).localeCompare(name(b)) || byScore;
  const bySelection = Number(best[b]!.selected) - Number(best[a]!.selected);
  return best[b]!.rank - best[a]!.rank || bySelection || byScore;
}
