import type { onnx as Onnx } from 'onnx-proto';
import type { ModelConfig, Snapshot } from '../../core/snapshot.js';
import { stateName, type Cell } from '../../layers/cell.js';
import { cellForExport } from '../exports.js';
import { onnxLayer } from './cells.js';
import { imageGraph } from './images.js';
import { onnxNgrams } from './ngrams.js';
import { symbolEnds, taskEnds } from './ends.js';
import { floatInfo, floatTensor, int64Info, int64Tensor, node, onnx } from './nodes.js';
import { outerConstants } from './weights.js';

/**
 * `step`: one character in, one row of logits out, with the state as inputs and outputs h_l0, c_l0, ... [1, B, H].
 * `sequence`: ids [T, B] in, logits [T, B, V] out, from a state of zeros; rows of `lengths` [B] where a task reads them
 * (onnx-ends.ts).
 */
export type OnnxVariant = 'step' | 'sequence';

/** Opset 14, with its versions of the recurrent operators, is understood by every ONNX Runtime since 1.8. */
const OPSET = 14;

/**
 * The model as an ONNX file:
 *
 *     ids [T, B] int64 ─► OneHot or Gather ─► the cell's operator per layer ─► MatMul + Add ─► logits [T, B, O]
 *
 * A network that looks up n-grams adds theirs (ngrams.ts).
 * Networks on clips: onnx-images.ts. Dropout is left out. The configuration, the vocabulary and the meaning of the
 * outputs are in the file's metadata, as JSON. Throws export/network for a network that cannot be expressed in ONNX.
 */
export function encodeOnnx(snapshot: Snapshot, variant: OnnxVariant): Uint8Array {
  const cell = cellForExport(snapshot.model, 'onnx');
  const graph = snapshot.model.images ? imageGraph(snapshot, cell) : symbolGraph(snapshot, cell, variant);
  const { model, vocabulary, labels, task } = snapshot;
  const file = onnx.ModelProto.create({
    irVersion: onnx.Version.IR_VERSION,
    producerName: 'char-rnn-ts',
    opsetImport: [{ domain: '', version: OPSET }],
    graph: onnx.GraphProto.create(graph),
    metadataProps: Object.entries({ model, vocabulary, labels, task })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => ({ key, value: JSON.stringify(value) })),
  });
  return onnx.ModelProto.encode(file).finish();
}

/** The graph of a network on symbols. */
function symbolGraph(snapshot: Snapshot, cell: Cell, variant: OnnxVariant): Onnx.IGraphProto {
  const { model } = snapshot;
  const T = variant === 'step' ? 1 : 'T';
  const layers = Array.from({ length: model.layers }, (_, k) =>
    onnxLayer(snapshot, k, cell, variant === 'step'),
  );
  const states =
    variant === 'step' ? layers.flatMap((_, k) => cell.states.map((state) => stateName(state, k))) : [];
  const ends = variant === 'step' ? symbolEnds(snapshot, T) : taskEnds(snapshot);
  const lookUps = model.ngrams && onnxNgrams(snapshot, model.ngrams, variant === 'step');
  const nodes = [
    ...(lookUps?.nodes ?? []),
    ...ends.before,
    inputNode(model, ends.symbols),
    ...layers.flatMap(({ nodes }) => nodes),
    ...ends.after,
  ];
  const used = new Set(nodes.flatMap(({ input }) => input));
  const constants = [
    ...[...outerConstants(snapshot), ...layers.flatMap(({ constants }) => constants)].map(floatTensor),
    ...commonConstants(model),
    ...ends.constants,
    ...(lookUps?.constants ?? []),
  ];
  return {
    name: `char-rnn-${variant}`,
    input: [
      int64Info('ids', T, 'B'),
      ...ends.inputs,
      ...states.map((name) => stateInfo(name, model)),
      ...(lookUps?.inputs ?? []),
    ],
    output: [
      ends.output,
      ...states.map((name) => stateInfo(`${name}_out`, model)),
      ...(lookUps?.outputs ?? []),
    ],
    node: nodes,
    initializer: constants.filter(({ name }) => used.has(name!)),
  };
}

const stateInfo = (name: string, { hidden }: ModelConfig) => floatInfo(name, 1, 'B', hidden);

function inputNode({ embedding }: ModelConfig, symbols: string): Onnx.INodeProto {
  return embedding > 0
    ? node('Gather', ['encoder_weight', symbols], ['x_l0'])
    : node('OneHot', [symbols, 'V', 'off_on'], ['x_l0']);
}

/** Axes, sizes, and the two values that OneHot writes. */
function commonConstants({ vocabulary, hidden }: ModelConfig): Onnx.ITensorProto[] {
  return [
    int64Tensor('axis_0', [1], [0]),
    int64Tensor('axis_1', [1], [1]),
    int64Tensor('H', [1], [hidden]),
    int64Tensor('V', [], [vocabulary]),
    floatTensor({ name: 'off_on', shape: [2], data: Float32Array.of(0, 1) }),
  ];
}
