import type { ParamShape } from '../core/params.js';
import type { ImageConfig, ModelConfig } from '../core/snapshot.js';
import { parameterName, stateName } from '../layers/cell.js';
import { cellNamed } from '../layers/cells.js';

/** A stage of the CNN: a convolution from C to O channels on S×S pixels, ReLU, and a 2×2 max-pool. */
interface Stage {
  /** The place of the convolution in PyTorch's nn.Sequential(Conv2d, ReLU, MaxPool2d, Conv2d, ...). */
  readonly index: number;
  readonly S: number;
  readonly C: number;
  readonly O: number;
}

/** Layers of nn.Sequential in a stage. */
const LAYERS_PER_STAGE = 3;
const STAGE_OUTPUTS = [8, 16];

/** One stage before convolutional cells, which keep the map; two before features of the whole image. */
export function stagesOf({ network, size, channels }: ImageConfig): Stage[] {
  const outputs = network === 'conv' ? STAGE_OUTPUTS.slice(0, 1) : STAGE_OUTPUTS;
  return outputs.map((O, n) => ({
    index: n * LAYERS_PER_STAGE,
    S: size / 2 ** n,
    C: n === 0 ? channels : outputs[n - 1]!,
    O,
  }));
}

/** What an image's side must be divisible by. */
export const divisorOf = (images: Pick<ImageConfig, 'network'>): number =>
  images.network === 'conv' ? 2 : 2 ** STAGE_OUTPUTS.length;

/** Side and channels of what the last stage returns. */
export function mapOf(images: ImageConfig): { S: number; C: number } {
  const last = stagesOf(images).at(-1)!;
  return { S: last.S / 2, C: last.O };
}

/** The linear layer from the last map to features, after nn.Flatten. */
export const featureLayer = (images: ImageConfig): string =>
  `cnn.${stagesOf(images).length * LAYERS_PER_STAGE + 1}`;

/** Names and shapes of the parameters of the CNN: `cnn.0.weight` [8,C,k,k], `cnn.0.bias`, ... */
export function cnnShapes(images: ImageConfig): ParamShape[] {
  const { network, kernel: k, features } = images;
  const shapes: ParamShape[] = [];
  const add = (name: string, ...shape: number[]) => shapes.push({ name, shape });
  for (const { index, C, O } of stagesOf(images)) {
    add(`cnn.${index}.weight`, O, C, k, k);
    add(`cnn.${index}.bias`, O);
  }
  if (network === 'conv') return shapes;
  const map = mapOf(images);
  add(`${featureLayer(images)}.weight`, features, map.C * map.S ** 2);
  add(`${featureLayer(images)}.bias`, features);
  return shapes;
}

/**
 * Names and shapes of all parameters of a network on clips: those of its CNN; what the cells have, in a convolutional
 * network [G·H,D,k,k] for [G·H,D]; `decoder.weight`, `decoder.bias`.
 */
export function imageShapes(config: ModelConfig, images: ImageConfig): ParamShape[] {
  const { hidden: H, layers, outputs, recurrentBias } = config;
  const { network, kernel: k, features } = images;
  const shapes = cnnShapes(images);
  const add = (name: string, ...shape: number[]) => shapes.push({ name, shape });
  const map = mapOf(images);
  const cell = cellNamed(config.cell);
  for (let l = 0; l < (network === 'frames' ? 0 : layers); l++) {
    const D = l > 0 ? H : network === 'conv' ? map.C : features;
    for (const [name, shape] of Object.entries(cell.parameters(D, H))) {
      if (name === 'bias_hh' && !recurrentBias) continue;
      const isKernel = network === 'conv' && shape.length === 2;
      add(parameterName(name, l), ...shape, ...(isKernel ? [k, k] : []));
    }
  }
  add('decoder.weight', outputs!, network === 'frames' ? features : H);
  add('decoder.bias', outputs!);
  return shapes;
}

/** Names and widths of the states: [B, H] each, in a convolutional network a map [B, S·S·H]. */
export function imageStateWidths(
  { cell, hidden, layers }: ModelConfig,
  images: ImageConfig,
): Record<string, number> {
  if (images.network === 'frames') return {};
  const width = images.network === 'conv' ? mapOf(images).S ** 2 * hidden : hidden;
  const names = Array.from({ length: layers }, (_, l) =>
    cellNamed(cell).states.map((state) => stateName(state, l)),
  );
  return Object.fromEntries(names.flat().map((name) => [name, width]));
}
