import type { onnx as Onnx } from 'onnx-proto';
import type { ImageConfig, Snapshot } from '../../core/snapshot.js';
import { parameterName, stateName, type Cell } from '../../layers/cell.js';
import { featureLayer, mapOf, stagesOf } from '../../model/image-shapes.js';
import { outputsOf } from '../../model/shapes.js';
import { onnxLayer, stepNode } from './cells.js';
import { onnxForm } from './forms.js';
import { floatInfo, floatTensor, int64Tensor, integer, integers, node, subgraph } from './nodes.js';
import { floatsOf, outerConstants } from './weights.js';

/** A graph's parts. */
interface Parts {
  readonly nodes: Onnx.INodeProto[];
  readonly constants: Onnx.ITensorProto[];
}

/**
 * A network on clips: frames [T, B, C, S, S] in, logits [T, B, O] out, from a state of zeros.
 *
 *     frames ─► Conv, Relu, MaxPool ─► Gemm, Relu ─► the cell's operator per layer ─► MatMul + Add      cnn-lstm
 *                                                    (or the mean over time)                            (frames)
 *     frames ─► Conv, Relu, MaxPool ─► Conv, Scan of the cell's step per layer ─► ReduceMean ─► MatMul + Add     conv
 */
export function imageGraph(snapshot: Snapshot, cell: Cell): Onnx.IGraphProto {
  const { model } = snapshot;
  const images = model.images!;
  const { size: S, channels: C, network } = images;
  const parts = [frameParts(C, S), cnnParts(snapshot, images)];
  if (network === 'conv') parts.push(...mapLayers(snapshot, cell));
  else parts.push(featureParts(snapshot, images));
  if (network === 'cnn-lstm') {
    for (let k = 0; k < model.layers; k++) {
      const { nodes, constants } = onnxLayer(snapshot, k, cell, false);
      parts.push({ nodes, constants: constants.map(floatTensor) });
    }
  }
  parts.push(decoderParts(snapshot, images));
  const nodes = parts.flatMap(({ nodes }) => nodes);
  const used = new Set(nodes.flatMap(namesRead));
  return {
    name: `char-rnn-${network}`,
    input: [floatInfo('frames', 'T', 'B', C, S, S)],
    output: [floatInfo('logits', 'T', 'B', outputsOf(model))],
    node: nodes,
    initializer: [...shared(model.hidden), ...parts.flatMap(({ constants }) => constants)].filter(
      ({ name }) => used.has(name!),
    ),
  };
}

/** The names that a node reads, those of the body of a Scan included. */
function namesRead({ input, attribute }: Onnx.INodeProto): string[] {
  const bodies = (attribute ?? []).flatMap(({ g }) => g?.node ?? []);
  return [...(input ?? []), ...bodies.flatMap(namesRead)];
}

const shared = (H: number): Onnx.ITensorProto[] => [
  int64Tensor('axis_0', [1], [0]),
  int64Tensor('axis_1', [1], [1]),
  int64Tensor('axes_01', [2], [0, 1]),
  int64Tensor('H', [1], [H]),
];

/** All frames of all clips side by side, [T·B, C, S, S]; `TB` is [T, B]. */
const frameParts = (C: number, S: number): Parts => ({
  nodes: [
    node('Shape', ['frames'], ['shape']),
    node('Gather', ['shape', 'axes_01'], ['TB']),
    node('Gather', ['shape', 'axis_1'], ['rows']),
    node('Reshape', ['frames', 'image_shape'], ['image_0']),
  ],
  constants: [int64Tensor('image_shape', [4], [-1, C, S, S])],
});

/** The stages of the CNN: image_0 -> image_1 -> ... -> x_l0 [T·B, O, S', S']. */
function cnnParts({ weights }: Snapshot, images: ImageConfig): Parts {
  const stages = stagesOf(images);
  const pads = Array<number>(4).fill((images.kernel - 1) / 2);
  const nodes = stages.flatMap(({ index }, n) => [
    node(
      'Conv',
      [`image_${n}`, `cnn_${index}_weight`, `cnn_${index}_bias`],
      [`conv_${n}`],
      [integers('pads', pads)],
    ),
    node('Relu', [`conv_${n}`], [`relu_${n}`]),
    node(
      'MaxPool',
      [`relu_${n}`],
      [n + 1 < stages.length ? `image_${n + 1}` : 'map'],
      [integers('kernel_shape', [2, 2]), integers('strides', [2, 2])],
    ),
  ]);
  const constants = stages.flatMap(({ index }) =>
    ['weight', 'bias'].map((name) => constant(weights, `cnn.${index}.${name}`)),
  );
  return { nodes, constants };
}

/** Features of the whole image, as the input of cells: x_l0 [T, B, F]. */
function featureParts({ weights }: Snapshot, images: ImageConfig): Parts {
  const layer = featureLayer(images);
  const name = layer.replace('.', '_');
  return {
    nodes: [
      node('Flatten', ['map'], ['pixels']),
      node('Gemm', ['pixels', `${name}_weight`, `${name}_bias`], ['sums'], [integer('transB', 1)]),
      node('Relu', ['sums'], ['features']),
      node('Concat', ['TB', 'F'], ['features_shape'], [integer('axis', 0)]),
      node('Reshape', ['features', 'features_shape'], ['x_l0']),
    ],
    constants: [
      constant(weights, `${layer}.weight`),
      constant(weights, `${layer}.bias`),
      int64Tensor('F', [1], [images.features]),
    ],
  };
}

/** The layers of convolutional cells: map [T·B, D, S, S] -> x_l0 [T, B, H, S, S]. */
function mapLayers(snapshot: Snapshot, cell: Cell): Parts[] {
  const { hidden: H, layers, images } = snapshot.model;
  const { S } = mapOf(images!);
  const sizes: Parts = {
    nodes: [node('Concat', ['rows', 'H', 'sides'], ['state_shape'], [integer('axis', 0)])],
    constants: [
      int64Tensor('sides', [2], [S, S]),
      int64Tensor('flat_shape', [4], [-1, H, S, S]),
      int64Tensor('gates_size', [3], [cell.gates.length * H, S, S]),
    ],
  };
  return [sizes, ...Array.from({ length: layers }, (_, k) => mapLayer(snapshot, cell, k))];
}

/** Layer k: the input products of all steps are one convolution; Scan runs the cell's step over time. */
function mapLayer({ model, weights }: Snapshot, cell: Cell, k: number): Parts {
  const { hidden: H, images, recurrentBias } = model;
  const { S } = mapOf(images!);
  const pads = integers('pads', Array<number>(4).fill((images!.kernel - 1) / 2));
  const states = cell.states.map((state) => ({ state, before: `${stateName(state, k)}_before` }));
  const isRecurrent = 'weight_hh' in cell.parameters(1, 1);
  const ownBias = isRecurrent && recurrentBias && !cell.inputBiases.includes('bias_hh');
  const product = ['h', `R_l${k}`, ...(ownBias ? [`c_l${k}`] : [])];
  const body: Onnx.IGraphProto = {
    name: `step_l${k}`,
    input: [...cell.states, 'gates'].map((name) =>
      floatInfo(name, 'B', name === 'gates' ? cell.gates.length * H : H, S, S),
    ),
    output: [...cell.states.map((state) => `${state}_out`), 'y'].map((name) => floatInfo(name, 'B', H, S, S)),
    node: [
      ...(isRecurrent ? [node('Conv', product, ['u'], [pads])] : []),
      ...onnxForm(cell.name)!.step.map(stepNode),
      node('Identity', ['h_out'], ['y']),
    ],
  };
  const isLast = k === model.layers - 1;
  return {
    nodes: [
      node('Conv', [k === 0 ? 'map' : `map_l${k}`, `W_l${k}`, `b_l${k}`], [`products_l${k}`], [pads]),
      node('Concat', ['TB', 'gates_size'], [`gates_shape_l${k}`], [integer('axis', 0)]),
      node('Reshape', [`products_l${k}`, `gates_shape_l${k}`], [`gates_l${k}`]),
      ...states.map(({ before }) => node('ConstantOfShape', ['state_shape'], [before])),
      node(
        'Scan',
        [...states.map(({ before }) => before), `gates_l${k}`],
        [...states.map(({ state }) => `${stateName(state, k)}_after`), isLast ? 'maps' : `y_l${k}`],
        [subgraph('body', body), integer('num_scan_inputs', 1)],
      ),
      ...(isLast ? [] : [node('Reshape', [`y_l${k}`, 'flat_shape'], [`map_l${k + 1}`])]),
    ],
    constants: mapConstants(weights, cell, k, { recurrentBias, ownBias, isRecurrent }),
  };
}

/** W_ih, the sum of the biases of the input product, W_hh and its own bias. */
function mapConstants(
  weights: Snapshot['weights'],
  { inputBiases }: Cell,
  k: number,
  has: { readonly recurrentBias: boolean; readonly ownBias: boolean; readonly isRecurrent: boolean },
): Onnx.ITensorProto[] {
  const named = (name: string, as: string) => constant(weights, parameterName(name, k), as);
  const biases = inputBiases.filter((name) => name !== 'bias_hh' || has.recurrentBias);
  const sums = biases.map((name) => floatsOf(weights, parameterName(name, k)));
  const data = sums[0]!.map((_, j) => sums.reduce((sum, bias) => sum + bias[j]!, 0));
  return [
    named('weight_ih', `W_l${k}`),
    floatTensor({ name: `b_l${k}`, shape: [data.length], data }),
    ...(has.isRecurrent ? [named('weight_hh', `R_l${k}`)] : []),
    ...(has.ownBias ? [named('bias_hh', `c_l${k}`)] : []),
  ];
}

/** From the output of the last layer to logits [T, B, O]; a network without memory takes the mean over time. */
function decoderParts(snapshot: Snapshot, { network }: ImageConfig): Parts {
  const top = { conv: 'top', frames: 'x_l0', 'cnn-lstm': `x_l${snapshot.model.layers}`, captions: '' }[
    network
  ];
  const isMean = network === 'frames';
  return {
    nodes: [
      ...(network === 'conv'
        ? [node('ReduceMean', ['maps'], ['top'], [integers('axes', [3, 4]), integer('keepdims', 0)])]
        : []),
      node('MatMul', [top, 'decoder_weight'], ['scores']),
      node('Add', ['scores', 'decoder_bias'], [isMean ? 'each' : 'logits']),
      ...(isMean
        ? [
            node('ReduceMean', ['each'], ['mean'], [integers('axes', [0]), integer('keepdims', 1)]),
            node('Shape', ['each'], ['each_shape']),
            node('Expand', ['mean', 'each_shape'], ['logits']),
          ]
        : []),
    ],
    constants: outerConstants(snapshot).map(floatTensor),
  };
}

/** A weight as a constant, named after it with underscores unless `as` says otherwise. */
function constant(
  weights: Snapshot['weights'],
  name: string,
  as = name.replaceAll('.', '_'),
): Onnx.ITensorProto {
  return floatTensor({ name: as, shape: weights.get(name)!.shape, data: floatsOf(weights, name) });
}
