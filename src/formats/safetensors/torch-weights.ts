import { userError } from '../../core/errors.js';
import type { Snapshot, Tensor, VocabularyData } from '../../core/snapshot.js';
import { parameterName, type Cell } from '../../layers/cell.js';
import { allCells } from '../../layers/cells.js';
import { modelShapes } from '../../model/shapes.js';
import { checkFinite, checkWeights } from '../checkpoint/checkpoint.js';
import { dtypeOf } from './safetensors.js';

/**
 * The model that weights of torch.nn from elsewhere describe: an optional nn.Embedding, a recurrent module of one of the
 * cells that have one in PyTorch (nn.LSTM, ...), and an nn.Linear, under whatever attribute names their module has
 * (`lstm.weight_ih_l0`, `fc.weight`). The sizes are read off the shapes. Throws checkpoint/tensor where they are not
 * such a model's, or not finite.
 */
export function snapshotFromTorch(
  tensors: ReadonlyMap<string, Tensor>,
  vocabulary: VocabularyData,
  file: string,
): Snapshot {
  const weights = new Map<string, Tensor>();
  for (const [name, tensor] of tensors) weights.set(ownName(name), tensor);
  const shapeOf = (name: string): readonly [number, number] => {
    const shape = weights.get(name)?.shape;
    if (shape?.length === 2) return shape as [number, number];
    throw userError('checkpoint/tensor', { file, tensor: name, why: 'it is missing or no matrix' });
  };
  const first = parameterName('weight_ih', 0);
  const [rows] = shapeOf(first);
  const [V, hidden] = shapeOf('decoder.weight');
  const size = vocabulary.tokens === 'bytes' ? 256 : vocabulary.symbols.length;
  if (V !== size) {
    const why = `it has ${V} rows, and the vocabulary ${size} symbols`;
    throw userError('checkpoint/tensor', { file, tensor: 'decoder.weight', why });
  }
  const cell = cellOf(rows / hidden, weights);
  if (cell === undefined) {
    const modules = torchCells().map(({ pytorch }) => pytorch);
    const why = `${rows} rows for ${hidden} units fit none of ${modules.join(', ')}`;
    throw userError('checkpoint/tensor', { file, tensor: first, why });
  }
  const model = {
    cell: cell.name,
    hidden,
    layers: [...weights.keys()].filter((name) => name.startsWith(first.slice(0, -1))).length,
    embedding: weights.has('encoder.weight') ? shapeOf('encoder.weight')[1] : 0,
    dropout: 0,
    recurrentBias: weights.has(parameterName('bias_hh', 0)) || !('bias_hh' in cell.parameters(1, 1)),
    vocabulary: V,
  };
  const outlines = [...weights].map(([name, { shape, data }]) => ({ name, shape, dtype: dtypeOf(data) }));
  checkWeights(outlines, modelShapes(model), file);
  for (const [name, tensor] of weights) checkFinite(name, tensor, file);
  return { model, vocabulary, weights };
}

const torchCells = (): Cell[] => allCells().filter(({ pytorch }) => pytorch !== null);

/** The cell with so many gates, and with a recurrent product or without one. */
function cellOf(gates: number, weights: ReadonlyMap<string, Tensor>): Cell | undefined {
  const isRecurrent = weights.has(parameterName('weight_hh', 0));
  return torchCells().find(
    (cell) => cell.gates.length === gates && 'weight_hh' in cell.parameters(1, 1) === isRecurrent,
  );
}

/** `lstm.weight_ih_l0` -> `rnn.weight_ih_l0`, `embed.weight` -> `encoder.weight`, `fc.bias` -> `decoder.bias`. */
function ownName(name: string): string {
  const recurrent = /((?:weight|bias)_[ih]h)_l(\d+)$/.exec(name);
  if (recurrent) return parameterName(recurrent[1]!, Number(recurrent[2]));
  const kind = /(?:weight|bias)$/.exec(name)?.[0];
  return /(^|\.)(encoder|emb\w*)\.weight$/i.test(name) ? 'encoder.weight' : kind ? `decoder.${kind}` : name;
}
