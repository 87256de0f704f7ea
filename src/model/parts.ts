import type { Ids } from '../core/floats.js';
import type { Sequence } from '../core/sequence.js';
import type { Layer } from '../layers/layer.js';

/** The parts of a network, bottom to top: recurrent layers with dropout between them, and a decoder. */
export interface Parts {
  readonly first: Layer<Ids>;
  /** Everything above the first layer, decoder included. */
  readonly rest: readonly Layer<Sequence>[];
  /** The recurrent layers alone, bottom to top. */
  readonly recurrent: readonly Pick<Layer<never>, 'outputSize' | 'stateShape' | 'caches'>[];
}

/** Spreads the dropout layers' numbers over all 32 bits (the golden ratio, as in Knuth's multiplicative hash). */
export function saltOf(k: number): number {
  return Math.imul(k, 0x9e3779b1);
}
