import onnxProto from 'onnx-proto';
import type { onnx as Onnx } from 'onnx-proto';
import type { Constant } from './weights.js';

/** The protobuf's own classes; the package is CommonJS. */
export const { onnx } = onnxProto;
const { DataType } = onnx.TensorProto;

/** An operator, named after its first output. */
export function node(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attribute: Onnx.IAttributeProto[] = [],
): Onnx.INodeProto {
  return { opType, name: `${opType}_${output[0]!}`, input: [...input], output: [...output], attribute };
}

export function integer(name: string, i: number): Onnx.IAttributeProto {
  return { name, type: onnx.AttributeProto.AttributeType.INT, i };
}

export function integers(name: string, ints: number[]): Onnx.IAttributeProto {
  return { name, type: onnx.AttributeProto.AttributeType.INTS, ints };
}

/** A graph as an attribute: the body of Scan. */
export function subgraph(name: string, g: Onnx.IGraphProto): Onnx.IAttributeProto {
  return { name, type: onnx.AttributeProto.AttributeType.GRAPH, g };
}

/** The name, type and shape of an input or output; dimensions with a name are free. */
export function floatInfo(name: string, ...shape: (number | string)[]): Onnx.IValueInfoProto {
  return valueInfo(name, DataType.FLOAT, shape);
}

export function int64Info(name: string, ...shape: (number | string)[]): Onnx.IValueInfoProto {
  return valueInfo(name, DataType.INT64, shape);
}

export function floatTensor({ name, shape, data }: Constant): Onnx.ITensorProto {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dims: [...shape], dataType: DataType.FLOAT, rawData };
}

export function int64Tensor(name: string, dims: number[], values: number[]): Onnx.ITensorProto {
  return { name, dims, dataType: DataType.INT64, int64Data: values };
}

function valueInfo(name: string, elemType: number, shape: (number | string)[]): Onnx.IValueInfoProto {
  const dim = shape.map((n) => (typeof n === 'string' ? { dimParam: n } : { dimValue: n }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}
