import onnxProto from 'onnx-proto';
import type { onnx as Onnx } from 'onnx-proto';
import type { ModelConfig, Snapshot } from '../core/snapshot.js';
import { cellConstants, outerConstants, type Constant } from './onnx-weights.js';

const { onnx } = onnxProto;
const { DataType } = onnx.TensorProto;

/**
 * `step`: one character in, one row of logits out, with the state as inputs and outputs h_l0, c_l0, ... [1, B, H].
 * `sequence`: ids [T, B] in, logits [T, B, V] out, from a state of zeros.
 */
export type OnnxVariant = 'step' | 'sequence';

/** Opset 14 (LSTM-14, GRU-14, RNN-14) is understood by every ONNX Runtime since 1.8. */
const OPSET = 14;

/**
 * The model as an ONNX file:
 *
 *     ids [T, B] int64 ─► OneHot or Gather ─► LSTM | GRU | RNN per layer ─► MatMul + Add ─► logits [T, B, V]
 *
 * Dropout is left out. GRUs are written with linear_before_reset = 1, which is PyTorch's (and our) formula.
 * The vocabulary and the configuration stand in the file's metadata, as JSON.
 */
export function encodeOnnx(snapshot: Snapshot, variant: OnnxVariant): Uint8Array {
  const { model, vocabulary } = snapshot;
  const T = variant === 'step' ? 1 : 'T';
  const layers = Array.from({ length: model.layers }, (_, k) => k);
  const states = variant === 'step' ? layers.flatMap((k) => stateNames(model, k)) : [];
  const float = (name: string, ...shape: (number | string)[]) => valueInfo(name, DataType.FLOAT, shape);
  const graph = onnx.GraphProto.create({
    name: `char-rnn-${variant}`,
    input: [
      valueInfo('ids', DataType.INT64, [T, 'B']),
      ...states.map((name) => float(name, 1, 'B', model.hidden)),
    ],
    output: [
      float('logits', T, 'B', model.vocabulary),
      ...states.map((name) => float(`${name}_out`, 1, 'B', model.hidden)),
    ],
    node: [inputNode(model), ...layers.flatMap((k) => cellNodes(model, k, variant)), ...decoderNodes(model)],
    initializer: [
      ...outerConstants(snapshot).map(floatTensor),
      ...layers.flatMap((k) => cellConstants(snapshot, k)).map(floatTensor),
      int64Tensor('axis_1', [1], [1]),
      ...(model.embedding > 0 ? [] : oneHotConstants(model)),
    ],
  });
  const file = onnx.ModelProto.create({
    irVersion: onnx.Version.IR_VERSION,
    producerName: 'char-rnn-ts',
    opsetImport: [{ domain: '', version: OPSET }],
    graph,
    metadataProps: [
      { key: 'model', value: JSON.stringify(model) },
      { key: 'vocabulary', value: JSON.stringify(vocabulary) },
    ],
  });
  return onnx.ModelProto.encode(file).finish();
}

function stateNames({ cell }: ModelConfig, k: number): string[] {
  return cell === 'lstm' ? [`h_l${k}`, `c_l${k}`] : [`h_l${k}`];
}

function inputNode({ embedding }: ModelConfig): Onnx.INodeProto {
  return embedding > 0
    ? node('Gather', ['encoder_weight', 'ids'], ['x_l0'])
    : node('OneHot', ['ids', 'V', 'off_on'], ['x_l0']);
}

/** OneHot wants the number of classes and the two values it writes. */
function oneHotConstants({ vocabulary }: ModelConfig): Onnx.ITensorProto[] {
  const offOn = { name: 'off_on', shape: [2], data: Float32Array.of(0, 1) };
  return [int64Tensor('V', [], [vocabulary]), floatTensor(offOn)];
}

/** x_l{k} [T, B, D] -> x_l{k+1} [T, B, H]: the operator, and the removal of its axis of directions. */
function cellNodes(model: ModelConfig, k: number, variant: OnnxVariant): Onnx.INodeProto[] {
  const states = variant === 'step' ? stateNames(model, k) : [];
  // the fifth input is sequence_lens, left out by its empty name
  const inputs = [`x_l${k}`, `W_l${k}`, `R_l${k}`, `B_l${k}`, '', ...states];
  const outputs = [`y_l${k}`, ...states.map((name) => `${name}_out`)];
  const attributes = [integer('hidden_size', model.hidden)];
  if (model.cell === 'gru') attributes.push(integer('linear_before_reset', 1));
  return [
    node(model.cell.toUpperCase(), states.length > 0 ? inputs : inputs.slice(0, 4), outputs, attributes),
    node('Squeeze', [`y_l${k}`, 'axis_1'], [`x_l${k + 1}`]),
  ];
}

function decoderNodes({ layers }: ModelConfig): Onnx.INodeProto[] {
  return [
    node('MatMul', [`x_l${layers}`, 'decoder_weight'], ['scores']),
    node('Add', ['scores', 'decoder_bias'], ['logits']),
  ];
}

function node(
  opType: string,
  input: string[],
  output: string[],
  attribute: Onnx.IAttributeProto[] = [],
): Onnx.INodeProto {
  return { opType, name: `${opType}_${output[0]!}`, input, output, attribute };
}

function integer(name: string, i: number): Onnx.IAttributeProto {
  return { name, type: onnx.AttributeProto.AttributeType.INT, i };
}

function valueInfo(name: string, elemType: number, shape: (number | string)[]): Onnx.IValueInfoProto {
  const dim = shape.map((n) => (typeof n === 'string' ? { dimParam: n } : { dimValue: n }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

function floatTensor({ name, shape, data }: Constant): Onnx.ITensorProto {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dims: [...shape], dataType: DataType.FLOAT, rawData };
}

function int64Tensor(name: string, dims: number[], values: number[]): Onnx.ITensorProto {
  return { name, dims, dataType: DataType.INT64, int64Data: values };
}
