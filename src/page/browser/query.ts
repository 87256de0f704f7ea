import { STEPS, type Page } from './data.js';

/** A cell that is on throughout a selection and off around it, and in which direction it is on. */
export interface Match {
  readonly cell: number;
  readonly sign: 1 | -1;
  /** Mean strength inside less the strength outside. */
  readonly contrast: number;
}

/** Another stretch of text where these cells are on together. */
export interface Place {
  readonly from: number;
  readonly to: number;
  /** How many of the cells. */
  readonly cells: number;
}

/** From this share of its range on, a cell counts as on. */
const ON = Math.round(0.3 * STEPS);
const MOST_CELLS = 12;
const MOST_PLACES = 12;

/**
 * The selection query of LSTMVis (Strobelt et al. 2018): which cells are on at every position of [from, to), and off
 * right before and after it? Cells are unpacked one by one, with a pause in between, so that the page stays responsive.
 */
export async function findCells(
  page: Page,
  from: number,
  to: number,
  progress: (share: number) => void,
): Promise<Match[]> {
  const found: Match[] = [];
  for (let cell = 0; cell < page.cells.length; cell++) {
    const values = await page.values(cell);
    for (const sign of [1, -1] as const) {
      const contrast = contrastOf(values, from, to, sign);
      if (contrast > 0) found.push({ cell, sign, contrast });
    }
    if (cell % 16 === 0) {
      progress(cell / page.cells.length);
      await new Promise((resume) => setTimeout(resume));
    }
  }
  return found.sort((a, b) => b.contrast - a.contrast);
}

/** 0 unless the cell is on throughout and off around. */
export function contrastOf(values: Int8Array, from: number, to: number, sign: 1 | -1): number {
  let inside = 0;
  for (let i = from; i < to; i++) {
    if (values[i]! * sign < ON) return 0;
    inside += values[i]! * sign;
  }
  const around = [from - 1, to].filter((i) => i >= 0 && i < values.length).map((i) => values[i]! * sign);
  if (around.some((value) => value >= ON)) return 0;
  return inside / (to - from) - Math.max(-STEPS, ...around);
}

/** Other stretches where most of the strongest cells are on together, those of similar length first. */
export async function findPlaces(
  page: Page,
  matches: readonly Match[],
  from: number,
  to: number,
): Promise<Place[]> {
  const used = matches.slice(0, MOST_CELLS);
  const counts = new Uint8Array(page.characters.length);
  for (const { cell, sign } of used) {
    const values = await page.values(cell);
    for (let i = 0; i < counts.length; i++) if (values[i]! * sign >= ON) counts[i]!++;
  }
  const places = runs(counts, Math.max(1, Math.ceil(used.length * 0.75))).filter(
    (p) => p.to <= from || p.from >= to,
  );
  const likeness = (p: Place): number => p.cells - Math.abs(Math.log((p.to - p.from) / (to - from)));
  return places.sort((a, b) => likeness(b) - likeness(a)).slice(0, MOST_PLACES);
}

/** Maximal stretches where at least `least` cells are on. */
export function runs(counts: Uint8Array, least: number): Place[] {
  const places: Place[] = [];
  for (let i = 0; i < counts.length; i++) {
    if (counts[i]! < least) continue;
    const from = i;
    let cells = counts[i]!;
    while (i < counts.length && counts[i]! >= least) cells = Math.min(cells, counts[i++]!);
    places.push({ from, to: i, cells });
  }
  return places;
}
