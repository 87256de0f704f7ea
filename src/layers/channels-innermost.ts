import { matrix, type MatrixCopy, type Product, type ProductNames } from './product.js';
import type { Floats } from '../core/floats.js';
import { gradientsOf, weightsOf } from '../core/params.js';
import type { LayerSetup } from './layer.js';

/**
 * Weights that see K pixels of C channels, as a matrix [O, K·C]. PyTorch orders them [O, C, K], pixels innermost; images
 * here are channels-last. So the two axes of each output change places: W[o, (p,c)] = parameter[o, (c,p)].
 */
export function channelsInnermost(
  name: string,
  C: number,
  { kernels, memory, params, training }: LayerSetup,
): MatrixCopy {
  const { shape, length } = params.table.get(name)!;
  const O = shape[0]!;
  const size = length / O;
  const K = size / C;
  const W = memory.floats(length);
  const dW = memory.floats(training ? length : 0);
  const perOutput = (flat: Floats) =>
    Array.from({ length: flat.length / size }, (_, o) => flat.subarray(o * size, (o + 1) * size));
  const [from, to] = [perOutput(weightsOf(params, name)), perOutput(W)];
  const [gradients, dFrom] = [perOutput(gradientsOf(params, name)), perOutput(dW)];
  return {
    W,
    dW,
    load: () => to.forEach((copy, o) => kernels.transpose(C, K, from[o]!, 0, copy)),
    store() {
      dFrom.forEach((copy, o) => kernels.transpose(K, C, copy, 1, gradients[o]!));
      kernels.zero(length, dW);
    },
  };
}

/**
 * The product with a matrix that sees all pixels of an image at once, as torch.nn.Flatten and torch.nn.Linear:
 *
 *     y = W vec(x) + b
 *
 * Shapes: x [T, B·P, C], y [T, B, N], W [N, C·P] in PyTorch's order, where the P pixels of a channel lie together.
 */
export function wholeImage(names: ProductNames, C: number, setup: LayerSetup): Product {
  return matrix(names, setup, channelsInnermost(names.weight, C, setup));
}
