/** How far back the gradient is followed. */
export const BACK = 50;

export type GradientSettings = {
  text: string;
  place: number;
  scale: number;
  steps: number;
  clip: boolean;
  seed: number;
};

/** One of the two networks. */
export interface GradientOf {
  readonly cell: 'rnn' | 'lstm';
  /** ‖∂L/∂h‖ and, of an LSTM, ‖∂L/∂c‖ so many characters back, from 1 on: L is the loss at the place. */
  readonly h: readonly number[];
  readonly c: readonly number[] | null;
  /** Largest singular value of W_hh [G·H, H]. */
  readonly largest: number;
  /** The norm of the gradient of every step of training, before clipping, and the loss. */
  readonly norms: readonly number[];
  readonly losses: readonly number[];
}

export interface GradientFrame {
  readonly text: string;
  /** The place of which the loss is: at most the last character but one. */
  readonly place: number;
  readonly networks: readonly GradientOf[];
}
