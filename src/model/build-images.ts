import type { Sequence } from '../core/sequence.js';
import type { ImageConfig, ModelConfig } from '../core/snapshot.js';
import { parameterName } from '../layers/cell.js';
import { cellNamed } from '../layers/cells.js';
import { convolution } from '../layers/convolution.js';
import { dropout } from '../layers/dropout.js';
import type { Layer, LayerSetup } from '../layers/layer.js';
import { linear } from '../layers/linear.js';
import { meanPool } from '../layers/mean-pool.js';
import { matrix, type Product } from '../layers/product.js';
import { timeMean } from '../layers/time-mean.js';
import { saltOf, type Parts } from './parts.js';
import type { IndexedRows } from '../data/indexed-rows.js';
import { buildCnn, onPixels } from './build-cnn.js';
import { mapOf } from './image-shapes.js';

/**
 * The networks on clips, from indices of frames [T, B] to logits [T, B, O]:
 *
 *     frames      frame ─► CNN ─► features ─► decoder ─► mean over time
 *     cnn-lstm    frame ─► CNN ─► features ─► cells ─► decoder                 (Donahue et al. 2015)
 *     conv        frame ─► CNN ─► map ─► convolutional cells ─► mean over the map ─► decoder   (Ballas et al. 2016)
 */
export function buildImageLayers(
  config: ModelConfig,
  images: ImageConfig,
  table: IndexedRows,
  setup: LayerSetup,
): Parts {
  const { dropout: p, hidden: H, layers } = config;
  const first = buildCnn(images, table, setup);
  const decoder = linear(matrix({ weight: 'decoder.weight', biases: ['decoder.bias'] }, setup), setup);
  if (images.network === 'frames')
    return { first, rest: [decoder, timeMean(config.outputs!, setup)], recurrent: [] };
  const recurrent: Layer<Sequence>[] = [];
  const rest: Layer<Sequence>[] = [];
  const P = mapOf(images).S ** 2;
  for (let l = 0; l < layers; l++) {
    const rows = images.network === 'conv' ? onPixels(setup, P) : setup;
    if (p > 0 && l > 0) rest.push(dropout({ p }, H, saltOf(l), rows));
    recurrent.push(buildCell(config, images, { l, learnsBelow: l > 0 || !table.frozen }, setup));
    rest.push(recurrent[l]!);
  }
  if (images.network === 'conv') rest.push(meanPool(P, H, setup));
  if (p > 0) rest.push(dropout({ p }, H, saltOf(layers), setup));
  return { first, rest: [...rest, decoder], recurrent };
}

/** Recurrent layer l: its products are matrices, or in a convolutional network convolutions of the map. */
function buildCell(
  config: ModelConfig,
  images: ImageConfig,
  { l, learnsBelow }: { readonly l: number; readonly learnsBelow: boolean },
  setup: LayerSetup,
): Layer<Sequence> {
  const { hidden: H } = config;
  const { S } = mapOf(images);
  const cell = cellNamed(config.cell);
  const isMap = images.network === 'conv';
  const rows = isMap ? onPixels(setup, S ** 2) : setup;
  function product(weight: string, biases: readonly string[] = []): Product {
    const all = biases.map((bias) => parameterName(bias, l));
    const names = {
      weight: parameterName(weight, l),
      biases: all.filter((name) => setup.params.table.has(name)),
    };
    return isMap ? convolution(names, S, setup) : matrix(names, setup);
  }
  const input = linear(product('weight_ih', cell.inputBiases), rows, learnsBelow);
  const layer = cell.build(input, { ...rows, k: l, H, product });
  return isMap ? asMaps(layer, S * S) : layer;
}

/** The state of P rows of H units as one row of P·H: the network counts clips, the cell pixels. */
function asMaps(layer: Layer<Sequence>, P: number): Layer<Sequence> {
  const widths = Object.entries(layer.stateShape).map(([name, width]) => [name, P * width]);
  return { ...layer, stateShape: Object.fromEntries(widths) };
}
