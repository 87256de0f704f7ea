import type { onnx as Onnx } from 'onnx-proto';
import type { Snapshot } from '../../core/snapshot.js';
import { outputsOf } from '../../model/shapes.js';
import { floatInfo, int64Info, int64Tensor, integer, integers, node } from './nodes.js';

/** What a graph reads besides `ids` [T, B], and how it computes logits. The layers between are the same for all. */
export interface OnnxEnds {
  readonly inputs: Onnx.IValueInfoProto[];
  readonly output: Onnx.IValueInfoProto;
  /** The name of the symbols that the first layer reads, and the nodes that make them from `ids`. */
  readonly symbols: string;
  readonly before: Onnx.INodeProto[];
  /** From the output of the last layer, `x_l{L}` [T, B, H], to `logits`. */
  readonly after: Onnx.INodeProto[];
  readonly constants: Onnx.ITensorProto[];
}

/** A row of logits for every symbol: a text, one step, a tag for each symbol at once. */
export function symbolEnds({ model }: Snapshot, T: number | 'T'): OnnxEnds {
  return {
    inputs: [],
    output: floatInfo('logits', T, 'B', outputsOf(model)),
    symbols: 'ids',
    before: [],
    constants: [],
    after: model.ngrams
      ? [
          ...decoderNodes(`x_l${model.layers}`, 'cell_logits'),
          node('Add', ['cell_logits', 'ngram_logits'], ['logits']),
        ]
      : decoderNodes(`x_l${model.layers}`, 'logits'),
  };
}

/**
 * The ends of the graph of a task, which reads rows of `lengths` [B]; after them `ids` may hold any symbols.
 *
 *     classify          logits [B, O], of each row's last symbol
 *     tag with delay D  logits [T, B, O], for each symbol those of D steps later; the graph adds the symbols `end`
 */
export function taskEnds(snapshot: Snapshot): OnnxEnds {
  const { task } = snapshot;
  if (task?.name === 'classify') return classifyEnds(snapshot);
  if (task?.name === 'tag' && task.delay > 0) return delayedEnds(snapshot, task.delay);
  return symbolEnds(snapshot, 'T');
}

function classifyEnds({ model }: Snapshot): OnnxEnds {
  return {
    inputs: [int64Info('lengths', 'B')],
    output: floatInfo('logits', 'B', outputsOf(model)),
    symbols: 'ids',
    before: [],
    after: [
      node('Transpose', [`x_l${model.layers}`], ['rows'], [integers('perm', [1, 0, 2])]),
      node('Sub', ['lengths', 'one'], ['last']),
      node('Unsqueeze', ['last', 'axis_1'], ['places']),
      node('GatherND', ['rows', 'places'], ['shown'], [integer('batch_dims', 1)]),
      ...decoderNodes('shown', 'logits'),
    ],
    constants: [int64Tensor('one', [], [1])],
  };
}

function delayedEnds(snapshot: Snapshot, delay: number): OnnxEnds {
  const { model } = snapshot;
  return {
    ...symbolEnds(snapshot, 'T'),
    inputs: [int64Info('lengths', 'B')],
    symbols: 'read',
    before: [
      node('Pad', ['ids', 'delay_steps', 'end'], ['longer']),
      node('Shape', ['longer'], ['longer_shape']),
      node('Gather', ['longer_shape', 'zero'], ['steps']),
      node('Range', ['zero', 'steps', 'one'], ['times']),
      node('Unsqueeze', ['times', 'axis_1'], ['time']),
      node('Less', ['time', 'lengths'], ['within']),
      node('Where', ['within', 'longer', 'end'], ['read']),
    ],
    after: [
      ...decoderNodes(`x_l${model.layers}`, 'late'),
      node('Slice', ['late', 'delay', 'far', 'axis_0'], ['logits']),
    ],
    constants: [
      int64Tensor('delay_steps', [4], [0, 0, delay, 0]),
      int64Tensor('end', [], [model.vocabulary - 1]),
      int64Tensor('zero', [], [0]),
      int64Tensor('one', [], [1]),
      int64Tensor('delay', [1], [delay]),
      int64Tensor('far', [1], [2 ** 31]),
    ],
  };
}

const decoderNodes = (from: string, to: string): Onnx.INodeProto[] => [
  node('MatMul', [from, 'decoder_weight'], ['scores']),
  node('Add', ['scores', 'decoder_bias'], [to]),
];
