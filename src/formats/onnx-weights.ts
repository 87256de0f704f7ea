import type { ModelConfig, Snapshot } from '../core/snapshot.js';

/** A constant of an ONNX graph. */
export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** How ONNX orders gates, as positions in PyTorch's order: LSTM i,o,f,c from i,f,g,o; GRU z,r,h from r,z,n. */
const gateOrder = { rnn: [0], lstm: [0, 3, 1, 2], gru: [1, 0, 2] } as const;

/**
 * The weights of layer k as the operators RNN, LSTM and GRU want them, one direction:
 * W [1, G·H, D], R [1, G·H, H] and B [1, 2·G·H], input biases before recurrent ones (zeros where there are none).
 */
export function cellConstants({ model, weights }: Snapshot, k: number): Constant[] {
  const W = weights.get(`rnn.weight_ih_l${k}`)!;
  const GH = W.shape[0]!;
  const reordered = (name: string) => reorderGates(model, floatsOf(weights, name));
  const biases = new Float32Array(2 * GH);
  biases.set(reordered(`rnn.bias_ih_l${k}`));
  if (model.recurrentBias) biases.set(reordered(`rnn.bias_hh_l${k}`), GH);
  return [
    { name: `W_l${k}`, shape: [1, GH, W.shape[1]!], data: reordered(`rnn.weight_ih_l${k}`) },
    { name: `R_l${k}`, shape: [1, GH, model.hidden], data: reordered(`rnn.weight_hh_l${k}`) },
    { name: `B_l${k}`, shape: [1, 2 * GH], data: biases },
  ];
}

/** The decoder for `MatMul` and `Add`: its weight transposed to [H, V], its bias [V]; and the embedding [V, E] if any. */
export function outerConstants({ model, weights }: Snapshot): Constant[] {
  const { hidden: H, vocabulary: V, embedding: E } = model;
  const transposed = new Float32Array(H * V);
  const decoder = floatsOf(weights, 'decoder.weight');
  for (let v = 0; v < V; v++) for (let j = 0; j < H; j++) transposed[j * V + v] = decoder[v * H + j]!;
  const constants = [
    { name: 'decoder_weight', shape: [H, V], data: transposed },
    { name: 'decoder_bias', shape: [V], data: floatsOf(weights, 'decoder.bias') },
  ];
  if (E > 0)
    constants.push({ name: 'encoder_weight', shape: [V, E], data: floatsOf(weights, 'encoder.weight') });
  return constants;
}

/** Tensors whose first dimension is G·H: whole gates change places. */
function reorderGates({ cell }: ModelConfig, data: Float32Array): Float32Array {
  const order = gateOrder[cell];
  const size = data.length / order.length;
  const result = new Float32Array(data.length);
  order.forEach((from, to) => result.set(data.subarray(from * size, (from + 1) * size), to * size));
  return result;
}

function floatsOf(weights: Snapshot['weights'], name: string): Float32Array {
  return Float32Array.from(weights.get(name)!.data);
}
