import { parseCell } from '../../model/cell-name.js';
import { frameByFrame } from '../elements.js';
import { STEPS, type Page } from './data.js';
import { picture } from './picture.js';

const EXCERPTS = 8;
/** By CellFinding.rank. */
const VERDICTS = ['no better than chance', 'echo of recent characters', 'partly', 'tracks'];
const [BEFORE, AFTER, APART] = [28, 18, 60];

/** The panel of one cell: its histogram, its features, and where it is strongest. */
export interface CellPanel {
  show(cell: number, values: Int8Array): void;
}

/** `go` is called with the position of an excerpt that is clicked. */
export function createCellPanel(page: Page, panel: HTMLElement, go: (position: number) => void): CellPanel {
  const head = element('div');
  const [highest, lowest] = [listOf('Highest'), listOf('Lowest')];
  panel.replaceChildren(head, highest, lowest);
  const inTurns = frameByFrame();

  /** The work of replacing the excerpts one by one: each has an element for every character. */
  function listing(list: HTMLElement, values: Int8Array, places: readonly number[]): (() => void)[] {
    list.hidden = places.length === 0;
    while (list.childElementCount > places.length + 1) list.lastElementChild!.remove();
    return places.map((place, i) => () => {
      const next = excerpt(page, values, { from: place, to: place + 1 }, go);
      const old = list.children[i + 1];
      if (old) old.replaceWith(next);
      else list.append(next);
    });
  }

  return {
    show(cell, values) {
      const name = page.cells[cell]!;
      const title = element('h2', name);
      title.append(element('span', inWords(name), 'note'));
      const positions = positionsOf(values);
      head.replaceChildren(title, about(page, cell), histogram(positions, page.ranges[cell]!));
      inTurns([
        ...listing(highest, values, strongest(positions, 1)),
        ...listing(lowest, values, strongest(positions, -1)),
      ]);
    },
  };
}

function listOf(words: string): HTMLElement {
  const list = element('div');
  list.append(element('h3', words));
  return list;
}

/** What the parts of a name mean. */
function inWords(name: string): string {
  const { layer, unit, state } = parseCell(name)!;
  return `${state ?? ''} of unit ${unit} in layer ${layer}`;
}

function about(page: Page, cell: number): HTMLElement {
  const list = element('ul');
  const named = page.features.filter((feature) => feature.cell === page.cells[cell]);
  for (const feature of named) {
    const item = element('li');
    item.append(
      element('b', `${feature.what}: ${feature.verdict}`),
      element('span', feature.evidence, 'evidence'),
    );
    list.append(item);
  }
  const { feature, score, rank } = page.best[cell]!;
  if (named.length === 0 && feature >= 0) {
    const { what, cell: selected } = page.features[feature]!;
    const finding = `best feature: “${what}” (${score.toFixed(3)}): ${VERDICTS[rank]}`;
    list.append(element('li', `${finding}; the search selected ${selected} for it`));
  }
  return list;
}

/** The positions of each value, −31 ... 31. */
function positionsOf(values: Int8Array): number[][] {
  const positions = Array.from({ length: 2 * STEPS + 1 }, (): number[] => []);
  values.forEach((value, i) => positions[value + STEPS]!.push(i));
  return positions;
}

/** How often each value occurs, as bars from the lowest to the highest; square roots, so that rare ones are visible. */
function histogram(positions: readonly number[][], range: number): HTMLElement {
  const counts = positions.map(({ length }) => length);
  const most = Math.sqrt(Math.max(...counts, 1));
  const bars = element('div', '', 'histogram');
  bars.setAttribute('role', 'img');
  bars.setAttribute('aria-label', `histogram of values from ${-range} to ${range}`);
  counts.forEach((count, i) => {
    const bar = element('i');
    bar.style.height = `${(100 * Math.sqrt(count)) / most}%`;
    bar.title = `${(((i - STEPS) / STEPS) * range).toFixed(2)}: ${count}`;
    bars.append(bar);
  });
  const scale = element('div', '', 'scale');
  scale.append(element('span', (-range).toFixed(2)), element('span', '0'), element('span', range.toFixed(2)));
  const figure = element('figure');
  figure.append(bars, scale);
  return figure;
}

/** Positions of the largest values in one direction, none close to another. */
function strongest(positions: readonly number[][], sign: 1 | -1): number[] {
  const places: number[] = [];
  for (let level = STEPS; level > 0; level--) {
    for (const i of positions[STEPS + sign * level]!) {
      if (places.length === EXCERPTS) return places;
      if (places.every((place) => Math.abs(place - i) >= APART)) places.push(i);
    }
  }
  return places;
}

/** A line of text around a stretch of it, colored; clicking it goes there. */
export function excerpt(
  page: Page,
  values: Int8Array,
  { from, to }: { readonly from: number; readonly to: number },
  go: (position: number) => void,
): HTMLElement {
  const button = element('button', '', 'excerpt');
  const end = Math.min(values.length, to + AFTER);
  for (let i = Math.max(0, from - BEFORE); i < end; i++) {
    const span = element('span', picture(page.characters[i]!));
    span.style.backgroundColor = `var(--v${values[i]! + STEPS})`;
    if (i >= from && i < to) span.className = 'here';
    button.append(span);
  }
  button.title = `position ${from}`;
  button.addEventListener('click', () => go(from));
  return button;
}

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  text = '',
  className = '',
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (text !== '') made.textContent = text;
  if (className !== '') made.className = className;
  return made;
}
