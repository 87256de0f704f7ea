import type { SearchReport, Verdict } from '../../../inspect/search/report.js';

export type CellsSettings = { thousand: number; cell: number; work: number };

/** Verdicts on cells, best first; null: the cell hardly changes. */
export const VERDICTS = [
  'tracks',
  'partly',
  'echo of recent characters',
  'no better than chance',
  null,
] as const;

/** A cell that tracks something, and what the network writes with it clamped. */
export interface ClampedCell {
  readonly cell: string;
  readonly what: string;
  readonly score: number;
  readonly untrained: number;
  readonly recent: number;
  /** The same seed, clamped to its lowest value, free, and clamped to its highest. */
  readonly low: string;
  readonly free: string;
  readonly high: string;
}

export interface CellsFrame {
  readonly characters: SearchReport['text']['characters'];
  /** How many cells have each verdict on their best feature. */
  readonly counts: readonly { readonly verdict: Verdict | null; readonly cells: number }[];
  readonly tracked: readonly ClampedCell[];
}
