/** A context and two continuations, one of which is right. */
export interface Pair {
  /** What is tested, such as `agreement`; pairs of a kind are counted together. */
  readonly kind: string;
  readonly context: string;
  readonly right: string;
  readonly wrong: string;
}

/** How often a network prefers the right one of two continuations, and the cells that it depends on, plain JSON. */
export interface PairsReport {
  readonly view: 'pairs';
  readonly file: string;
  /** The share of pairs with a positive difference, and its 95 % interval (Wilson). */
  readonly accuracy: number;
  readonly interval: { readonly low: number; readonly high: number };
  /** The mean difference, in nats. */
  readonly difference: number;
  readonly kinds: readonly {
    readonly kind: string;
    readonly pairs: number;
    readonly accuracy: number;
    readonly interval: { readonly low: number; readonly high: number };
  }[];
  /** Those that cost most on every other pair; their figures are of the remaining pairs. */
  readonly cells: readonly PairCell[];
  readonly pairs: readonly ScoredPair[];
}

/** A pair, and ln p(right) − ln p(wrong) after its context, in nats. */
export interface ScoredPair extends Pair {
  readonly difference: number;
}

/** What clamping a cell at its mean takes from the difference, in nats, with a 95 % interval; and the accuracy then. */
export interface PairCell {
  readonly cell: string;
  readonly cost: number;
  readonly interval: { readonly low: number; readonly high: number };
  readonly accuracy: number;
}
