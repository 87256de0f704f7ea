/** After how many characters the first one has to be recalled. */
export const DELAYS = [1, 2, 3, 4, 6, 8, 10, 12] as const;
/** Characters that may have to be recalled. */
export const LETTERS = 4;

export type MemorySettings = { k: number; seed: number; work: number };

export interface MemoryOf {
  readonly from: 'hidden state' | 'output';
  /** By the delay: how many of the first characters are recalled, of 1. */
  readonly accuracy: readonly (readonly [number, number])[];
}

export interface MemoryFrame {
  readonly networks: readonly MemoryOf[];
}
