import type { Snapshot } from '../../core/snapshot.js';
import { parameterName, type Cell } from '../../layers/cell.js';
import type { OnnxOperator } from './forms.js';

/** A constant of an ONNX graph. */
export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * The weights of layer k as an operator for recurrent networks takes them, one direction: W [1, G·H, D], R [1, G·H, H]
 * and B [1, 2·G·H], input biases before recurrent ones (zeros where there are none).
 */
export function operatorConstants(
  { model, weights }: Snapshot,
  k: number,
  { gates }: OnnxOperator,
): Constant[] {
  const { shape } = weights.get(parameterName('weight_ih', k))!;
  const GH = shape[0]!;
  const reordered = (name: string) => reorderGates(gates, floatsOf(weights, parameterName(name, k)));
  const biases = new Float32Array(2 * GH);
  biases.set(reordered('bias_ih'));
  if (model.recurrentBias) biases.set(reordered('bias_hh'), GH);
  return [
    { name: `W_l${k}`, shape: [1, GH, shape[1]!], data: reordered('weight_ih') },
    { name: `R_l${k}`, shape: [1, GH, model.hidden], data: reordered('weight_hh') },
    { name: `B_l${k}`, shape: [1, 2 * GH], data: biases },
  ];
}

/** The input product of layer k for `MatMul` and `Add`: W transposed to [D, G·H], and the sum of its biases [G·H]. */
export function inputConstants({ model, weights }: Snapshot, k: number, { inputBiases }: Cell): Constant[] {
  const W = weights.get(parameterName('weight_ih', k))!;
  const [GH, D] = W.shape as [number, number];
  const bias = new Float32Array(GH);
  for (const name of inputBiases) {
    if (name === 'bias_hh' && !model.recurrentBias) continue;
    floatsOf(weights, parameterName(name, k)).forEach((value, j) => (bias[j]! += value));
  }
  return [
    { name: `W_l${k}`, shape: [D, GH], data: transpose(W.data, GH, D) },
    { name: `b_l${k}`, shape: [GH], data: bias },
  ];
}

/** The decoder for `MatMul` and `Add`: its weight transposed to [H, O], its bias [O]; and the embedding [V, E] if any. */
export function outerConstants({ model, weights }: Snapshot): Constant[] {
  const { vocabulary: V, embedding: E } = model;
  const decoder = weights.get('decoder.weight')!;
  const [O, H] = decoder.shape as [number, number];
  const constants = [
    { name: 'decoder_weight', shape: [H, O], data: transpose(decoder.data, O, H) },
    { name: 'decoder_bias', shape: [O], data: floatsOf(weights, 'decoder.bias') },
  ];
  if (E > 0)
    constants.push({ name: 'encoder_weight', shape: [V, E], data: floatsOf(weights, 'encoder.weight') });
  return constants;
}

/** Tensors whose first dimension is G·H: whole gates change places. */
function reorderGates(order: readonly number[], data: Float32Array): Float32Array {
  const size = data.length / order.length;
  const result = new Float32Array(data.length);
  order.forEach((from, to) => result.set(data.subarray(from * size, (from + 1) * size), to * size));
  return result;
}

/** [rows, columns] -> [columns, rows]. */
export function transpose(data: ArrayLike<number>, rows: number, columns: number): Float32Array {
  const result = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) result[c * rows + r] = data[r * columns + c]!;
  return result;
}

/** A copy of a tensor's numbers. */
export function floatsOf(weights: Snapshot['weights'], name: string): Float32Array {
  return Float32Array.from(weights.get(name)!.data);
}
