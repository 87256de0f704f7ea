import { userError } from '../core/errors.js';
import { modelShapes } from '../model/shapes.js';
import { checkWeights } from './checkpoint.js';
import type { ModelConfig, Snapshot, Tensor, VocabularyData } from '../core/snapshot.js';

/** Cells by the number of gates that lie in a weight matrix. */
const cellOf: Readonly<Record<number, ModelConfig['cell']>> = { 1: 'rnn', 3: 'gru', 4: 'lstm' };

/**
 * The model that somebody else's torch.nn weights are: an optional nn.Embedding, an nn.RNN, nn.GRU or nn.LSTM, and an
 * nn.Linear, under whatever attribute names their module has (`lstm.weight_ih_l0`, `fc.weight`). The sizes are read
 * off the shapes. Throws checkpoint/tensor where they are not such a model's, or not finite.
 */
export function snapshotFromTorch(
  tensors: ReadonlyMap<string, Tensor>,
  vocabulary: VocabularyData,
  file: string,
): Snapshot {
  const weights = new Map<string, Tensor>();
  for (const [name, tensor] of tensors) weights.set(ourName(name), tensor);
  const shapeOf = (name: string): readonly number[] => {
    const shape = weights.get(name)?.shape;
    if (shape?.length === 2) return shape;
    throw userError('checkpoint/tensor', { file, tensor: name, why: 'it is missing or no matrix' });
  };
  const [rows, hidden] = shapeOf('rnn.weight_hh_l0') as [number, number];
  const cell = cellOf[rows / hidden];
  if (cell === undefined) {
    const why = `${rows} rows for ${hidden} units are those of no RNN, GRU or LSTM`;
    throw userError('checkpoint/tensor', { file, tensor: 'weight_hh_l0', why });
  }
  const size = vocabulary.tokens === 'bytes' ? 256 : vocabulary.symbols.length;
  const [V] = shapeOf('decoder.weight') as [number, number];
  if (V !== size) {
    const why = `it has ${V} rows, and the vocabulary ${size} symbols`;
    throw userError('checkpoint/tensor', { file, tensor: 'decoder.weight', why });
  }
  const layers = [...weights.keys()].filter((name) => name.startsWith('rnn.weight_hh_l')).length;
  const embedding = weights.has('encoder.weight') ? shapeOf('encoder.weight')[1]! : 0;
  const recurrentBias = weights.has('rnn.bias_hh_l0');
  const model: ModelConfig = { cell, hidden, layers, embedding, dropout: 0, recurrentBias, vocabulary: V };
  checkWeights(weights, modelShapes(model), file);
  return { model, vocabulary, weights };
}

/** `lstm.weight_ih_l0` -> `rnn.weight_ih_l0`, `embed.weight` -> `encoder.weight`, `fc.bias` -> `decoder.bias`. */
function ourName(name: string): string {
  const recurrent = /(?:weight|bias)_[ih]h_l\d+$/.exec(name);
  if (recurrent) return `rnn.${recurrent[0]}`;
  const kind = /(?:weight|bias)$/.exec(name)?.[0];
  return /(^|\.)(encoder|emb\w*)\.weight$/i.test(name) ? 'encoder.weight' : kind ? `decoder.${kind}` : name;
}
