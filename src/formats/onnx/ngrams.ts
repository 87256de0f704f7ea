import type { onnx as Onnx } from 'onnx-proto';
import type { Snapshot } from '../../core/snapshot.js';
import { HASH_FACTOR, HASH_PRIME, type NgramOptions } from '../../layers/ngrams.js';
import { floatInfo, floatTensor, int64Tensor, integer, node, onnx } from './nodes.js';
import { floatsOf, transpose } from './weights.js';

const { FLOAT, INT64 } = onnx.TensorProto.DataType;

/** The part of a graph that looks up n-grams (layers/ngrams.ts): from `ids` [T, B] to `ngram_logits` [T, B, V]. */
export interface OnnxNgrams {
  readonly nodes: Onnx.INodeProto[];
  readonly constants: Onnx.ITensorProto[];
  /** `context` [1, B, n − 1] and `context_out`, where the graph is one step. */
  readonly inputs: Onnx.IValueInfoProto[];
  readonly outputs: Onnx.IValueInfoProto[];
}

/** The look-ups of a graph of one step, or of a whole sequence, which begins without a context. */
export function onnxNgrams(
  { weights }: Pick<Snapshot, 'weights'>,
  { order, rows, size }: NgramOptions,
  isStep: boolean,
): OnnxNgrams {
  const back = order - 1;
  const decoder = weights.get('ngrams.decoder')!;
  const V = decoder.shape[0]!;
  const hashes = Array.from({ length: back }, (_, i) => hashNodes(i + 1));
  const rowsOf = hashes.map((_, i) => `ngram_row_${i + 1}`);
  return {
    nodes: [
      node('Add', ['ids', 'ngram_one'], ['ngram_ids']),
      ...(isStep ? stepSymbols(back) : sequenceSymbols(back)),
      ...hashes.flat(),
      ...(back > 1 ? [node('Sum', rowsOf, ['ngram_e'])] : [node('Identity', rowsOf, ['ngram_e'])]),
      node('MatMul', ['ngram_e', 'ngram_decoder'], ['ngram_logits']),
    ],
    constants: [
      ...['one', 'zero'].map((name, i) => int64Tensor(`ngram_${name}`, [], [1 - i])),
      ...Object.entries({ factor: HASH_FACTOR, prime: HASH_PRIME, rows }).map(([name, value]) =>
        int64Tensor(`ngram_${name}`, [], [value]),
      ),
      int64Tensor('ngram_axis_0', [1], [0]),
      int64Tensor('ngram_axis_2', [1], [2]),
      int64Tensor('ngram_pads', [4], [back, 0, 0, 0]),
      int64Tensor('ngram_far', [1], [2 ** 31]),
      ...Array.from({ length: order }, (_, k) => int64Tensor(`ngram_at_${k}`, [], [k])),
      ...Array.from({ length: order }, (_, k) => int64Tensor(`ngram_from_${k}`, [1], [back - k])),
      ...Array.from({ length: order }, (_, k) => int64Tensor(`ngram_to_${k}`, [1], [-k])),
      floatTensor({ name: 'ngram_table', shape: [rows, size], data: floatsOf(weights, 'ngrams.weight') }),
      floatTensor({ name: 'ngram_decoder', shape: [size, V], data: transpose(decoder.data, V, size) }),
    ],
    inputs: isStep ? [floatInfo('context', 1, 'B', back)] : [],
    outputs: isStep ? [floatInfo('context_out', 1, 'B', back)] : [],
  };
}

/** `ngram_s_0` ... [1, B]: the symbol that is read, and those of the context, the newest first. */
function stepSymbols(back: number): Onnx.INodeProto[] {
  const gather = (k: number) =>
    node('Gather', ['ngram_recent', `ngram_at_${k}`], [`ngram_s_${k}`], [integer('axis', 2)]);
  return [
    node('Unsqueeze', ['ngram_ids', 'ngram_axis_2'], ['ngram_newest']),
    node('Cast', ['context'], ['ngram_before'], [integer('to', INT64)]),
    node('Concat', ['ngram_newest', 'ngram_before'], ['ngram_recent'], [integer('axis', 2)]),
    ...Array.from({ length: back + 1 }, (_, k) => gather(k)),
    node('Slice', ['ngram_recent', 'ngram_axis_0', `ngram_from_0`, 'ngram_axis_2'], ['ngram_kept']),
    node('Cast', ['ngram_kept'], ['context_out'], [integer('to', FLOAT)]),
  ];
}

/** The same of a sequence, [T, B]: `ids` moved by 0, 1, ... steps, with zeros before them. */
function sequenceSymbols(back: number): Onnx.INodeProto[] {
  const moved = (k: number) =>
    node(
      'Slice',
      ['ngram_padded', `ngram_from_${k}`, k === 0 ? 'ngram_far' : `ngram_to_${k}`, 'ngram_axis_0'],
      [`ngram_s_${k}`],
    );
  return [
    node('Pad', ['ngram_ids', 'ngram_pads', 'ngram_zero'], ['ngram_padded']),
    ...Array.from({ length: back + 1 }, (_, k) => moved(k)),
  ];
}

/** h_{k+1} = (A·h_k + s_k) mod P, and its row of the table. */
function hashNodes(k: number): Onnx.INodeProto[] {
  const before = k === 1 ? 'ngram_s_0' : `ngram_h_${k - 1}`;
  return [
    node('Mul', [before, 'ngram_factor'], [`ngram_product_${k}`]),
    node('Add', [`ngram_product_${k}`, `ngram_s_${k}`], [`ngram_sum_${k}`]),
    node('Mod', [`ngram_sum_${k}`, 'ngram_prime'], [`ngram_h_${k}`]),
    node('Mod', [`ngram_h_${k}`, 'ngram_rows'], [`ngram_place_${k}`]),
    node('Gather', ['ngram_table', `ngram_place_${k}`], [`ngram_row_${k}`]),
  ];
}
