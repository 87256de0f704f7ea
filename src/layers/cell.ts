import type { Layer, LayerSetup } from './layer.js';
import type { Product } from './product.js';

/**
 * What a recurrent cell is: one descriptor in a file that bears its name (lstm.ts), listed in cells.ts. Parameters,
 * network, checkpoints, export, import, `--cell`, `--state` and inspect are derived from it; nothing else names a cell.
 *
 * G = gates.length; H units; D inputs.
 */
export interface Cell {
  /** As typed after --cell, and as saved in checkpoints. */
  readonly name: string;
  /** In the order in which they are stored in W_ih, in the biases, and in their values [T, B, G·H]. */
  readonly gates: readonly Gate[];
  /** What is carried from step to step, [B, H] each. The first is h, what the layer returns; the last, its memory. */
  readonly states: readonly [string, ...string[]];
  /**
   * Names and shapes of a layer's parameters, in storage order; in a model they are called
   * `rnn.<name>_l<k>`, as in torch.nn. A model with `recurrentBias: false` has no bias_hh.
   */
  parameters(D: number, H: number): Readonly<Record<string, readonly number[]>>;
  /** The biases that are added to W_ih x at once, for the whole window. */
  readonly inputBiases: readonly string[];
  /** The gate whose bias_ih begins at `forgetBias` (1 by default) and whose bias_hh begins at 0, if there is one. */
  readonly forgetGate?: string;
  /** Its module in PyTorch (pytorch/model.py), or null: then it is not exported there. */
  readonly pytorch: string | null;
  /** The layer, on top of `input`, which computes W_ih x and the input biases: [T, B, G·H]. */
  build<Input>(input: Layer<Input>, setup: CellSetup): Layer<Input>;
}

/** One block of H pre-activations. */
export interface Gate {
  /** As in the equations and after --state; null where the value is the state h itself. */
  readonly symbol: string | null;
  /** Its usual name: `forget`. */
  readonly name: string;
  /** A sigmoid gate opens and closes; the others propose a value. */
  readonly activation: 'sigmoid' | 'tanh' | 'none';
}

/** What a cell is built from, apart from its input. */
export interface CellSetup extends LayerSetup {
  /** Which layer of the network this is, from 0. */
  readonly k: number;
  readonly H: number;
  /** The product of this layer that has those parameters (those of `biases` that the model has). */
  product(weight: string, biases?: readonly string[]): Product;
}

/** The name of a layer's state: `h_l0`. */
export const stateName = (state: string, k: number): string => `${state}_l${k}`;

/** The name of a layer's parameter: `rnn.weight_ih_l0`. */
export const parameterName = (name: string, k: number): string => `rnn.${name}_l${k}`;
