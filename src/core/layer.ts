import type { Floats } from './floats.js';

/**
 * The running summary that a recurrent layer carries from step to step: named arrays [B, H] such as `h_l0`, `c_l0`.
 * A State belongs to the caller; a layer reads it, and leaves the new one in its place.
 */
export type State = Readonly<Record<string, Floats>>;

/**
 * A window on values a layer keeps from its last forward pass. Unit j at step t of batch row b lies at
 * data[offset + (t·B + b)·stride + j], j < size. Recording activations is reading these.
 */
export interface Cache {
  readonly data: Floats;
  readonly offset: number;
  readonly stride: number;
  readonly size: number;
}

/** What holds for one pass over a window: its length, and whether dropout is on. */
export interface Pass {
  /** Steps of this window, at most the T the layer was built for. */
  readonly T: number;
  /** The key of this step's dropout masks; absent when not training. */
  readonly dropoutKey?: number;
}

/**
 * A layer maps a whole time-major sequence [T, B, D] to a sequence [T, B, H], state in, state out; one step is T = 1.
 * Its arrays are taken from a Memory when it is built: the returned sequences are the layer's own and hold until
 * its next call. Forward assigns; backward accumulates into the gradients of its parameters.
 */
export interface Layer<Input> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Names and sizes of the state it carries: `{ h_l0: H }` is an array [B, H]. Empty for layers without memory. */
  readonly stateShape: Readonly<Record<string, number>>;
  /** What can be watched in it: `h`, `c`, gates. */
  readonly caches: Readonly<Record<string, Cache>>;
  /** The weights have changed: packs and folds what is derived from them. */
  refresh(): void;
  /** x [T, B, D] -> y [T, B, H]. Reads `state` as it was before the window, leaves it as it is after. */
  forward(x: Input, state: State, pass: Pass): Floats;
  /**
   * dy = ∂L/∂y [T, B, H] -> ∂L/∂x [T, B, D] (empty when x is symbols), for the window of the last forward pass.
   * `dState` holds ∂L/∂state behind the window and is left as ∂L/∂state before it; zeros make BPTT truncated.
   */
  backward(dy: Floats, dState: State, pass: Pass): Floats;
}
