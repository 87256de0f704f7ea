import { channelsInnermost } from './channels-innermost.js';
import type { LayerSetup } from './layer.js';
import { matrix, type Product, type ProductNames } from './product.js';

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
