import { userError } from '../core/errors.js';
import type { Ids } from '../core/floats.js';
import type { Sequence } from '../core/sequence.js';
import type { ModelConfig } from '../core/snapshot.js';
import type { IndexedRows } from '../data/indexed-rows.js';
import { parameterName, type Cell, type CellSetup } from '../layers/cell.js';
import { cellNamed } from '../layers/cells.js';
import { condition, numbers, type ConditionSource } from '../layers/condition.js';
import { dropout, type DropoutOptions } from '../layers/dropout.js';
import { embedding } from '../layers/embedding.js';
import { frames } from '../layers/frames.js';
import type { Layer, LayerSetup } from '../layers/layer.js';
import { linear } from '../layers/linear.js';
import { ngrams, type NgramOptions, type Ngrams } from '../layers/ngrams.js';
import { matrix, type Product, type ProductNames } from '../layers/product.js';
import { symbolDropout } from '../layers/symbol-dropout.js';
import { weightDropout } from '../layers/weight-dropout.js';
import { buildCnn } from './build-cnn.js';
import { buildImageLayers } from './build-images.js';
import { saltOf, type Parts } from './parts.js';
import { inputSize, outputsOf } from './shapes.js';
import { stack } from './stack.js';

/** What layers are built from and, where the input is numbers, the rows that it indexes. */
export interface NetworkSetup extends LayerSetup {
  readonly indexed?: IndexedRows | undefined;
}

/** Builds the layers that `config` describes. */
export function buildLayers(config: ModelConfig, setup: NetworkSetup): Parts {
  const { images } = config;
  if (images && setup.indexed === undefined) throw userError('clips/needed', { network: images.network });
  if (images && images.network !== 'captions') return buildImageLayers(config, images, setup.indexed!, setup);
  const { first, rest, recurrent } = buildCells(config, setup);
  const { hidden: H, layers: L } = config;
  if (config.dropout > 0) rest.push(dropout(dropoutOf(config), H, saltOf(L), setup));
  rest.push(linear(matrix({ weight: 'decoder.weight', biases: ['decoder.bias'] }, setup), setup));
  return { first, rest, recurrent };
}

/** The recurrent layers on symbols or numbers, with dropout between them: all but the decoder. */
export function buildCells(config: ModelConfig, setup: NetworkSetup) {
  const { hidden: H, layers: L } = config;
  const cell = cellNamed(config.cell);
  const source = conditionSource(config, setup);
  const given = config.series ? numberInput(config, setup) : symbolInput(config, setup);
  const input = source ? condition(given, source, setup) : given;
  const first = cell.build(input, cellSetup(0, config, setup));
  const recurrent: Parts['recurrent'][number][] = [first];
  const rest: Layer<Sequence>[] = [];
  for (let k = 1; k < L; k++) {
    if (config.dropout > 0) rest.push(dropout(dropoutOf(config), H, saltOf(k), setup));
    const input = linear(matrix(inputNames(cell, k, setup), setup), setup);
    const layer = cell.build(input, cellSetup(k, config, setup));
    recurrent.push(layer);
    rest.push(layer);
  }
  return { first, rest, recurrent };
}

/** The input product of symbols, as a look-up. */
function symbolInput(config: ModelConfig, setup: NetworkSetup): Layer<Ids> {
  const { hidden: H, layers: L, vocabulary: V } = config;
  const cell = cellNamed(config.cell);
  return embedding(
    { ...inputNames(cell, 0, setup), embedding: config.embedding > 0 ? 'encoder.weight' : null },
    { V, D: inputSize(config), N: cell.gates.length * H },
    setup,
    config.inputDropout ? symbolDropout(config.inputDropout, V, saltOf(~L), setup) : undefined,
  );
}

/** The input product of numbers: the rows that x indexes, and one linear layer. */
function numberInput(config: ModelConfig, setup: NetworkSetup): Layer<Ids> {
  const rows = frames(setup.indexed!.data, { S: 1, C: inputSize(config) }, setup);
  return stack(rows, [linear(matrix(inputNames(cellNamed(config.cell), 0, setup), setup), setup, false)]);
}

/** The vector that conditions the network, if any: numbers of the batch, or the CNN's features of an image. */
function conditionSource(config: ModelConfig, setup: NetworkSetup): ConditionSource | undefined {
  const { images, condition: D } = config;
  if (images === undefined) return D === undefined ? undefined : numbers(D);
  const cnn = buildCnn(images, setup.indexed!, { ...setup, T: 1 });
  const [state, pass] = [{}, { T: 1 }];
  return {
    D: images.features,
    read: ({ images }) => images && cnn.forward(images, state, pass).step[0]!,
    refresh: cnn.refresh,
    ...(!setup.indexed!.frozen && {
      learn: (dv) => void cnn.backward({ data: dv, step: [dv] }, state, pass),
    }),
  };
}

/** What layer k of a network is built from, every product a matrix. */
export function cellSetup(
  k: number,
  { hidden: H, weightDropout: p = 0 }: Pick<ModelConfig, 'hidden' | 'weightDropout'>,
  setup: LayerSetup,
): CellSetup {
  function product(weight: string, biases: readonly string[] = []): Product {
    const names = namesOf(k, weight, biases, setup);
    return p > 0 ? weightDropout(p, names, saltOf(~k), setup) : matrix(names, setup);
  }
  return { ...setup, k, H, product };
}

/** The look-ups of a network that has them; they are added to its logits. */
export const ngramsOf = (config: ModelConfig, options: NgramOptions, setup: LayerSetup): Ngrams =>
  ngrams(options, outputsOf(config), NGRAM_SALT, setup);

/** Distinguishes their dropout from that of the layers. */
const NGRAM_SALT = saltOf(2000);

/** How values are dropped between the layers. */
export const dropoutOf = ({ dropout: p, dropoutMask: mask }: ModelConfig): DropoutOptions => ({ p, mask });

/** The parameters of the input product of layer k. */
export function inputNames({ inputBiases }: Cell, k: number, setup: LayerSetup): ProductNames {
  return namesOf(k, 'weight_ih', inputBiases, setup);
}

/** The parameters of one product of layer k; biases that the model does without are left out. */
function namesOf(k: number, weight: string, biases: readonly string[], { params }: LayerSetup): ProductNames {
  const names = biases.map((bias) => parameterName(bias, k));
  return { weight: parameterName(weight, k), biases: names.filter((name) => params.table.has(name)) };
}
