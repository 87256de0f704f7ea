import type { TextReport } from '../../search/report.js';

/** How often each gate of each unit is saturated. Cells without gates (the plain rnn) have an empty list. */
export interface GatesReport {
  readonly view: 'gates';
  readonly text: TextReport;
  readonly cell: string;
  readonly gates: readonly GateReport[];
}

/** One gate of one layer: for each of its units the fraction of symbols at which it is below .1 or above .9. */
export interface GateReport {
  readonly layer: number;
  readonly gate: string;
  readonly name: string;
  /** The units, from 1: all, or those of --cell. */
  readonly units: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
}
