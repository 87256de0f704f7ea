import type { Kernels } from '../kernels/kernels.js';
import type { Floats, Ids } from '../core/floats.js';
import type { Memory } from '../core/memory.js';
import type { Params } from '../core/params.js';
import type { Sequence } from '../core/sequence.js';

/**
 * The state that a recurrent layer carries from step to step: named arrays [B, H] such as `h_l0`, `c_l0`. It belongs
 * to the caller; a layer reads it, and leaves the new state in its place.
 */
export type State = Readonly<Record<string, Floats>>;

/**
 * A view of values that a layer keeps from its last forward pass. Unit j at step t of batch row b is at
 * data[offset + (t·B + b)·stride + j], j < size. Recording activations is reading these.
 */
export interface Cache {
  readonly data: Floats;
  readonly offset: number;
  readonly stride: number;
  readonly size: number;
}

/** A unit that is set to a value after each step: an intervention. Layers and units count from 0. */
export interface Clamp {
  readonly layer: number;
  readonly unit: number;
  /** Which of the cell's states is set: the output h, or another one such as c, from which h is computed again. */
  readonly state: string;
  readonly value: number;
}

/** The circumstances of one pass over a window. */
export interface Pass {
  /** Steps of this window, at most the T the layer was built for. */
  readonly T: number;
  /** The key of this step's dropout masks; absent when not training. */
  readonly dropoutKey?: number | undefined;
  /** Units set to a value; for sampling and inspecting, not for training. */
  readonly clamps?: readonly Clamp[] | undefined;
  /** The step at which each row begins, [B]; before it the row's states and gradients are 0. Absent: all begin at 0. */
  readonly starts?: Ids | undefined;
  /** A vector for each row, [B, D], which networks with a condition add to the gates of step 0 (condition.ts). */
  readonly condition?: Floats | undefined;
  /** The index of an image for each row, [B], whose features take the place of such a vector. */
  readonly images?: Ids | undefined;
  /** What the source network of an encoder-decoder reads before step 0; absent: the state is already there. */
  readonly source?: SourcePass | undefined;
}

/** A window of the source network: symbols [T, B] whose rows begin at `starts` and end together. */
export interface SourcePass {
  readonly x: Ids;
  readonly T: number;
  readonly starts: Ids;
}

/**
 * A layer maps a whole time-major sequence [T, B, D] to a sequence [T, B, H], state in, state out; one step is T = 1.
 * Its arrays are taken from a Memory when it is built. A sequence it returns is its own, is valid until its next
 * call, and may be overwritten in place by its receiver: a cell turns its pre-activations into gates, the loss
 * turns logits into their gradient. Forward assigns; backward accumulates into the gradients of its parameters.
 */
export interface Layer<Input> {
  /** Width of what it returns. */
  readonly outputSize: number;
  /** What forward returns, so that others can be built around it. */
  readonly output: Sequence;
  /** Names and widths of the state it carries: `{ h_l0: H }` is an array [B, H]. Empty for layers without memory. */
  readonly stateShape: Readonly<Record<string, number>>;
  /** What can be watched in it: `h`, `c`, gates. Gates are there until backward turns them into gradients. */
  readonly caches: ReadonlyMap<string, Cache>;
  /** To be called when the weights have changed: repacks what is derived from them. */
  refresh(): void;
  /** x [T, B, D] -> y [T, B, H]. Reads `state` as it was before the window, leaves it as it is after. */
  forward(x: Input, state: State, pass: Pass): Sequence;
  /**
   * dy = ∂L/∂y [T, B, H] -> ∂L/∂x [T, B, D] (null when x is symbols), for the window of the last forward pass.
   * `dState` is ∂L/∂state after the window and is left as ∂L/∂state before it; zeros make BPTT truncated.
   */
  backward(dy: Sequence, dState: State, pass: Pass): Sequence | null;
}

/** What a layer is built from: its memory, the kernels, and the size of the largest window. */
export interface LayerSetup {
  readonly kernels: Kernels;
  readonly memory: Memory;
  readonly params: Params;
  readonly T: number;
  readonly B: number;
  /** Whether backward will be called. */
  readonly training: boolean;
  /** When the batch is divided among threads: the first of our rows, and how many there are in all. */
  readonly batchRows?: { readonly first: number; readonly total: number } | undefined;
}

/** A layer without state, parameters of its own or caches to watch, unless `layer` says otherwise. */
export function stateless<Input>(
  layer: Pick<Layer<Input>, 'outputSize' | 'output' | 'forward' | 'backward'> & Partial<Layer<Input>>,
): Layer<Input> {
  return { stateShape: {}, caches: new Map(), refresh: () => undefined, ...layer };
}
