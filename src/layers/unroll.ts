import type { Floats, Ids } from '../core/floats.js';
import { createSequence, sliceSteps, type Sequence } from '../core/sequence.js';
import { stateName, type Cell, type CellSetup } from './cell.js';
import { clampUnits } from './clamp.js';
import type { Cache, Layer, Pass, State } from './layer.js';
import type { Product } from './product.js';

/** A state over a window: step[t] [B, H] is its value before step t, step[t + 1] the one after. */
export interface StateSequence extends Sequence {
  /** ∂L/∂state [B, H] at the step that backward has reached: after it when it begins, before it when it ends. */
  readonly gradient: Floats;
}

/** Room for one state of a cell over a window. */
export function createStateSequence({ memory, T, B, H, training }: CellSetup): StateSequence {
  return { ...createSequence(memory, T + 1, B, H), gradient: memory.floats(training ? B * H : 0) };
}

/** One step of a cell. The gates of step t are in `input.output.step[t]`; backward leaves their gradient there. */
export interface Recurrence {
  /** The cell's states in the order of its descriptor, h first. */
  readonly states: readonly [StateSequence, ...StateSequence[]];
  /** Its products other than the input product. */
  readonly products: readonly Product[];
  /** From the states before step t to those after it. */
  forward(t: number): void;
  /** From the gradients of the states after step t to those before it, and to the gradient of the gates. */
  backward(t: number): void;
  /** Adds the gradients of the products' parameters, over T steps at once. */
  accumulate?(T: number): void;
  /** Computes h of step t again from the other states, one of which was clamped. */
  recompute?(t: number): void;
}

/**
 * Runs a cell over a window: forward in time, then backward in time (backpropagation through time). What all cells
 * share is here: the state and its gradient go in and out, clamped units are set, and the caches that can be watched
 * are named.
 */
export function unroll<Input>(
  cell: Cell,
  input: Layer<Input>,
  setup: CellSetup,
  recurrence: Recurrence,
): Layer<Input> {
  const { kernels, B, H, T, k } = setup;
  const { states, products } = recurrence;
  const names = cell.states.map((state) => stateName(state, k));
  const h = states[0];
  const output = sliceSteps(h, 1, T);

  const refresh = () => [input, ...products].forEach((part) => part.refresh());

  function forward(x: Input, state: State, pass: Pass): Sequence {
    input.forward(x, state, pass);
    for (const product of products) product.begin?.(pass);
    names.forEach((name, i) => states[i]!.step[0]!.set(state[name]!));
    for (let t = 0; t < pass.T; t++) {
      recurrence.forward(t);
      if (pass.starts) for (const { step } of states) clearRows(t, pass.starts, H, step[t + 1]!);
      if (pass.clamps) clamp(t, pass.clamps);
    }
    names.forEach((name, i) => state[name]!.set(states[i]!.step[pass.T]!));
    return output;
  }

  /** A clamped state shows in h; a clamped h is set last. */
  function clamp(t: number, clamps: NonNullable<Pass['clamps']>): void {
    const set = (i: number) => clampUnits(clamps, { k, state: cell.states[i]! }, states[i]!.step[t + 1]!, H);
    let changed = false;
    for (let i = 1; i < states.length; i++) changed = set(i) || changed;
    if (changed) recurrence.recompute?.(t);
    set(0);
  }

  function backward(dy: Sequence, dState: State, pass: Pass): Sequence | null {
    names.forEach((name, i) => states[i]!.gradient.set(dState[name]!));
    for (let t = pass.T - 1; t >= 0; t--) {
      kernels.add(B * H, dy.step[t]!, h.gradient);
      if (pass.starts) for (const { gradient } of states) clearRows(t, pass.starts, H, gradient);
      recurrence.backward(t);
    }
    names.forEach((name, i) => dState[name]!.set(states[i]!.gradient));
    recurrence.accumulate?.(pass.T);
    return input.backward(input.output, dState, pass);
  }

  return {
    outputSize: H,
    output,
    stateShape: Object.fromEntries(names.map((name) => [name, H])),
    caches: cachesOf(cell, input.output, states, setup),
    refresh,
    forward,
    backward,
  };
}

/** Sets the rows of a state [B, H], or of its gradient, to 0 that have not begun at step t. */
function clearRows(t: number, starts: Ids, H: number, state: Floats): void {
  for (let b = 0; b < starts.length; b++) {
    if (t < starts[b]!) state.fill(0, b * H, (b + 1) * H);
  }
}

/** The states after each step, and the values of the gates. */
function cachesOf(
  cell: Cell,
  gates: Sequence,
  states: readonly StateSequence[],
  { B, H }: CellSetup,
): Map<string, Cache> {
  const caches = new Map<string, Cache>();
  cell.states.forEach((state, i) => {
    caches.set(state, { data: states[i]!.data, offset: B * H, stride: H, size: H });
  });
  cell.gates.forEach(({ symbol }, n) => {
    if (symbol === null) return;
    caches.set(symbol, { data: gates.data, offset: n * H, stride: cell.gates.length * H, size: H });
  });
  return caches;
}
