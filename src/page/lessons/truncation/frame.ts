/** Windows of truncated backpropagation that are compared. */
export const WINDOWS = [1, 2, 4, 6, 8, 9, 10, 12, 16, 20, 24, 32] as const;
/** Letters that may have to be recalled: guessing is right in one of four cases. */
export const LETTERS = 4;

export type TruncationSettings = { distance: number; carried: boolean; seed: number; work: number };

export interface TruncationFrame {
  /** By its window: how many of the letters it recalls, of 1, and the loss there. */
  readonly points: readonly { readonly window: number; readonly accuracy: number; readonly loss: number }[];
}
