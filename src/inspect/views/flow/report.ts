import type { TextReport } from '../../search/report.js';

/** How far gradients reach back, and the spectra of the weights. */
export interface FlowReport {
  readonly view: 'flow';
  readonly text: TextReport;
  readonly layers: readonly LayerFlow[];
}

export interface LayerFlow {
  readonly layer: number;
  /** Mean norm of ∂L_t/∂(state at t − k): h, and for an LSTM also c. */
  readonly points: readonly { readonly k: number; readonly h: number; readonly c: number | null }[];
  /** The largest k at which the norm (of c, where there is one) is still 1 % of that at k = 1. */
  readonly reach: number;
  readonly verdict: 'vanishing' | 'exploding' | 'balanced';
  /** Singular values of W_hh [G·H, H], largest first. */
  readonly recurrent: readonly number[];
  /** Singular values of one step's Jacobian ∂state_t/∂state_{t−1}, a mean over a few places in the text. */
  readonly step: readonly number[];
}
