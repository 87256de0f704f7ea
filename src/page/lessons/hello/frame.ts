export const LETTERS = ['h', 'e', 'l', 'o'] as const;
/** Steps of training that can be gone through. */
export const STEPS = 150;

export type HelloSettings = { rate: number; seed: number; step: number; place: number };

/** One of the four places of "hell", where the next letter is predicted. */
export interface HelloPlace {
  /** Ids of the letter read and of the one that follows. */
  readonly read: number;
  readonly next: number;
  readonly before: readonly number[];
  readonly h: readonly number[];
  readonly logits: readonly number[];
  readonly probabilities: readonly number[];
  /** −log p of the next letter. */
  readonly nats: number;
}

/** The network after so many steps. */
export interface HelloMoment {
  readonly loss: number;
  /** By its name: rows of the matrix, or the one row of a bias. */
  readonly weights: Readonly<Record<'Wih' | 'b' | 'Whh' | 'Why' | 'by', readonly (readonly number[])[]>>;
  readonly places: readonly HelloPlace[];
  /** What it writes after h when it always takes the likeliest letter. */
  readonly writes: string;
}

export interface HelloFrame {
  readonly moments: readonly HelloMoment[];
  /** The first step after which it writes hello. */
  readonly learned: number | null;
}
