import { createPlainMemory, type Memory } from '../../src/core/memory.js';
import { parameterName, type Cell } from '../../src/layers/cell.js';
import { linear } from '../../src/layers/linear.js';
import { matrix } from '../../src/layers/product.js';
import { cellSetup, inputNames } from '../../src/model/build.js';
import type { Layer, LayerSetup, Pass, State } from '../../src/layers/layer.js';
import { createParams, type ParamShape } from '../../src/core/params.js';
import { createRng } from '../../src/core/rng.js';
import { createSequence, type Sequence } from '../../src/core/sequence.js';
import { js } from '../../src/kernels/js/index.js';
import { gradcheck } from './gradcheck.js';

/** A layer on a test bench: float64, random weights, and a loss Σ w∘y + Σ v∘state that sees every output and the last state. */
export interface Bench {
  readonly setup: LayerSetup;
  readonly memory: Memory;
  random(length: number): Float64Array;
  sequence(T: number, B: number, D: number): Sequence;
  state(shape: Readonly<Record<string, number>>): State;
}

export function createBench(shapes: readonly ParamShape[], T: number, B: number, seed = 7): Bench {
  const memory = createPlainMemory(Float64Array);
  const params = createParams(memory, shapes, { gradients: true });
  const rng = createRng(seed);
  const random = (length: number) => Float64Array.from({ length }, () => rng.normal() * 0.5);
  params.weights.set(random(params.weights.length));
  return {
    setup: { kernels: js, memory, params, T, B, training: true },
    memory,
    random,
    sequence(T, B, D) {
      const sequence = createSequence(memory, T, B, D);
      sequence.data.set(random(sequence.data.length));
      return sequence;
    },
    state: (shape) =>
      Object.fromEntries(Object.entries(shape).map(([name, size]) => [name, random(B * size)])),
  };
}

/** A cell on a test bench: one layer of it on a linear input of width D. */
export function createCellBench(
  cell: Cell,
  {
    T,
    B,
    D,
    H,
    recurrentBias = true,
  }: { T: number; B: number; D: number; H: number; recurrentBias?: boolean },
): Bench & { readonly layer: Layer<Sequence> } {
  const bench = createBench(cellShapes(cell, 0, D, H, recurrentBias), T, B);
  return { ...bench, layer: cellLayer(cell, 0, H, bench.setup) };
}

/** The parameters of layer k. */
export function cellShapes(cell: Cell, k: number, D: number, H: number, recurrentBias = true): ParamShape[] {
  return Object.entries(cell.parameters(D, H))
    .filter(([name]) => recurrentBias || name !== 'bias_hh')
    .map(([name, shape]) => ({ name: parameterName(name, k), shape }));
}

/** Layer k of a network, on a linear input. */
export function cellLayer(
  cell: Cell,
  k: number,
  H: number,
  setup: LayerSetup,
  weightDropout = 0,
): Layer<Sequence> {
  const input = linear(matrix(inputNames(cell, k, setup), setup), setup);
  return cell.build(input, cellSetup(k, { hidden: H, weightDropout }, setup));
}

/** Checks ∂L/∂(weights, x, first state) of `layer` against finite differences. `x` is a Sequence or symbols. */
export function checkLayer<Input>(
  bench: Bench,
  layer: Layer<Input>,
  x: Input,
  dropoutKey?: number,
  given: Partial<Pass> = {},
): void {
  const { T, params } = bench.setup;
  const width = layer.output.step[0]!.length;
  const pass = { T, dropoutKey, ...given };
  const first = bench.state(layer.stateShape);
  const w = bench.random(T * width);
  const v = bench.state(layer.stateShape);
  const copy = (state: State): State =>
    Object.fromEntries(Object.entries(state).map(([name, data]) => [name, data.slice()]));

  function loss(): number {
    const state = copy(first);
    layer.refresh();
    const y = layer.forward(x, state, pass);
    let sum = 0;
    for (let i = 0; i < w.length; i++) sum += w[i]! * y.data[i]!;
    for (const name in state)
      for (let i = 0; i < state[name]!.length; i++) sum += v[name]![i]! * state[name]![i]!;
    return sum;
  }

  loss();
  params.gradients.fill(0);
  const dState = copy(v);
  const dy = createSequence(bench.memory, T, 1, width);
  dy.data.set(w);
  const dx = layer.backward(dy, dState, pass)?.data.slice();
  const gradients = params.gradients.slice();
  for (const { name, offset, length } of params.table.values()) {
    const view = params.weights.subarray(offset, offset + length);
    gradcheck(`∂L/∂${name}`, view, gradients.subarray(offset, offset + length), loss);
  }
  for (const name in first) gradcheck(`∂L/∂${name}`, first[name]!, dState[name]!, loss);
  if (dx) gradcheck('∂L/∂x', (x as unknown as Sequence).data, dx, loss);
}
