import type { onnx as Onnx } from 'onnx-proto';
import type { ModelConfig, Snapshot } from '../../core/snapshot.js';
import { stateName, type Cell } from '../../layers/cell.js';
import { onnxForm, type OnnxOperator } from './forms.js';
import { floatInfo, integer, node, subgraph } from './nodes.js';
import { inputConstants, operatorConstants, type Constant } from './weights.js';

/** One recurrent layer: x_l{k} [T, B, D] -> x_l{k+1} [T, B, H]. */
export interface OnnxLayer {
  readonly nodes: Onnx.INodeProto[];
  readonly constants: Constant[];
}

/** A layer from the states `h_l{k}`, ... [1, B, H] to `h_l{k}_out`, ...; without states in the graph, from zeros. */
export function onnxLayer(snapshot: Snapshot, k: number, cell: Cell, hasStates: boolean): OnnxLayer {
  const states = cell.states.map((state) => stateName(state, k));
  const { operator } = onnxForm(cell.name)!;
  if (operator) {
    const constants = operatorConstants(snapshot, k, operator);
    return { nodes: operatorNodes(snapshot.model, k, operator, hasStates ? states : []), constants };
  }
  const constants = inputConstants(snapshot, k, cell);
  return { nodes: scanNodes(snapshot.model, k, cell, hasStates), constants };
}

/** The operator itself, and the removal of its axis of directions. */
function operatorNodes(
  { hidden }: ModelConfig,
  k: number,
  { name: operator, attributes = {} }: OnnxOperator,
  states: readonly string[],
): Onnx.INodeProto[] {
  // the fifth input is sequence_lens, left out by its empty name
  const inputs = [`x_l${k}`, `W_l${k}`, `R_l${k}`, `B_l${k}`, '', ...states];
  const outputs = [`y_l${k}`, ...states.map((name) => `${name}_out`)];
  const settings = Object.entries({ hidden_size: hidden, ...attributes });
  return [
    node(
      operator,
      states.length > 0 ? inputs : inputs.slice(0, 4),
      outputs,
      settings.map(([name, value]) => integer(name, value)),
    ),
    node('Squeeze', [`y_l${k}`, 'axis_1'], [`x_l${k + 1}`]),
  ];
}

/**
 * A cell for which ONNX has no operator: the input product of all steps, then Scan, which runs the cell's step over
 * time. States enter as [1, B, H] and are [B, H] within; where the graph has none they are zeros.
 */
function scanNodes(
  { hidden }: ModelConfig,
  k: number,
  { name, states, gates }: Cell,
  hasStates: boolean,
): Onnx.INodeProto[] {
  const { step } = onnxForm(name)!;
  const before = states.map((state) => `${stateName(state, k)}_before`);
  const after = states.map((state) => `${stateName(state, k)}_after`);
  const body: Onnx.IGraphProto = {
    name: `step_l${k}`,
    input: [...states, 'gates'].map((name) =>
      floatInfo(name, 'B', name === 'gates' ? gates.length * hidden : hidden),
    ),
    output: [...states.map((state) => `${state}_out`), 'y'].map((name) => floatInfo(name, 'B', hidden)),
    node: [...step.map(stepNode), node('Identity', [`${states[0]}_out`], ['y'])],
  };
  return [
    node('MatMul', [`x_l${k}`, `W_l${k}`], [`products_l${k}`]),
    node('Add', [`products_l${k}`, `b_l${k}`], [`gates_l${k}`]),
    ...(hasStates ? squeezeStates(states, k) : zeroStates(states, k)),
    node(
      'Scan',
      [...before, `gates_l${k}`],
      [...after, `x_l${k + 1}`],
      [subgraph('body', body), integer('num_scan_inputs', 1)],
    ),
    ...(hasStates ? states.map((state, i) => unsqueeze(after[i]!, `${stateName(state, k)}_out`)) : []),
  ];
}

/** An equation of a cell's step (forms.ts). */
export function stepNode(equation: string): Onnx.INodeProto {
  const [outputs, operation] = equation.split(' = ').map((words) => words.split(' '));
  const [operator, ...inputs] = operation!;
  return node(operator!, inputs, outputs!, operator === 'Split' ? [integer('axis', 1)] : []);
}

const unsqueeze = (from: string, to: string) => node('Unsqueeze', [from, 'axis_0'], [to]);

const squeezeStates = (states: readonly string[], k: number) =>
  states.map((state) => node('Squeeze', [stateName(state, k), 'axis_0'], [`${stateName(state, k)}_before`]));

/** Zeros [B, H] for each state: B is read off the shape of x. */
function zeroStates(states: readonly string[], k: number): Onnx.INodeProto[] {
  return [
    node('Shape', [`x_l${k}`], [`shape_l${k}`]),
    node('Gather', [`shape_l${k}`, 'axis_1'], [`rows_l${k}`]),
    node('Concat', [`rows_l${k}`, 'H'], [`zeros_shape_l${k}`], [integer('axis', 0)]),
    ...states.map((state) =>
      node('ConstantOfShape', [`zeros_shape_l${k}`], [`${stateName(state, k)}_before`]),
    ),
  ];
}
