import type { TextReport } from '../../search/report.js';

/** The loss when the state was reset k characters back: how far back the network remembers. */
export interface MemoryReport {
  readonly view: 'memory';
  readonly text: TextReport;
  /** Mean nats per symbol with the whole past. */
  readonly full: number;
  readonly points: readonly MemoryPoint[];
  /** The shortest context within 1 % of the full loss; null when none is. */
  readonly reach: number | null;
}

export interface MemoryPoint {
  /** Symbols the network had seen since the reset, the current one included. */
  readonly k: number;
  /** Nats per symbol: the full loss plus the mean excess at the positions that had this much context. */
  readonly loss: number;
  /** Positions it is a mean of. */
  readonly n: number;
}
