import type { Ids } from '../core/floats.js';
import type { Sequence } from '../core/sequence.js';
import type { ImageConfig } from '../core/snapshot.js';
import type { IndexedRows } from '../data/indexed-rows.js';
import { convolution } from '../layers/convolution.js';
import { frames } from '../layers/frames.js';
import type { Layer, LayerSetup } from '../layers/layer.js';
import { linear } from '../layers/linear.js';
import { maxPool } from '../layers/max-pool.js';
import type { ProductNames } from '../layers/product.js';
import { relu } from '../layers/relu.js';
import { wholeImage } from '../layers/channels-innermost.js';
import { featureLayer, mapOf, stagesOf } from './image-shapes.js';
import { stack } from './stack.js';

/** The CNN: from indices of images [T, B] to the last map or, unless cells want the map, to features [T, B, F]. */
export function buildCnn(images: ImageConfig, table: IndexedRows, setup: LayerSetup): Layer<Ids> {
  const { network, size: S, channels: C } = images;
  const pixels = frames(table.data, { S, C }, setup);
  const layers: Layer<Sequence>[] = [];
  for (const stage of stagesOf(images)) {
    const names = namesOf(`cnn.${stage.index}`);
    const conv = linear(convolution(names, stage.S, setup), onPixels(setup, stage.S ** 2), stage.index > 0);
    layers.push(conv, relu(conv, setup), maxPool({ S: stage.S, C: stage.O, k: 2 }, setup));
  }
  if (network !== 'conv') {
    const features = linear(wholeImage(namesOf(featureLayer(images)), mapOf(images).C, setup), setup);
    layers.push(features, relu(features, setup));
  }
  const cnn = stack(pixels, layers);
  return table.frozen ? { ...cnn, backward: () => null } : cnn;
}

/** A pixel is a row: what a layer of pixels is built from. */
export function onPixels(setup: LayerSetup, P: number): LayerSetup {
  const { batchRows, B } = setup;
  const pixels = batchRows && { first: batchRows.first * P, total: batchRows.total * P };
  return { ...setup, B: B * P, batchRows: pixels };
}

function namesOf(layer: string): ProductNames {
  return { weight: `${layer}.weight`, biases: [`${layer}.bias`] };
}
