import type { Floats } from '../core/floats.js';
import { gradientsOf, weightsOf } from '../core/params.js';
import type { LayerSetup } from './layer.js';
import { matrix, type Product, type ProductNames } from './product.js';

/**
 * A product whose weights are dropped, not its inputs: DropConnect (Wan et al. 2013) on the recurrent product of a cell
 * (Merity, Keskar & Socher 2018, "Regularizing and Optimizing LSTM Language Models", section 2):
 *
 *     y = (W ∘ m / (1 − p)) x + b      m [N, D], each element 1 with probability 1 − p, else 0
 *     dW += (dyᵀ x) ∘ m / (1 − p)
 *
 * One mask holds for all rows and steps of a window: the same connections are missing throughout. As in dropout.ts it
 * is a function of the step's key, so every thread that has rows of the batch has the same. Without a key W is whole, so
 * nothing changes when a network is evaluated, sampled from or exported.
 */
export function weightDropout(p: number, names: ProductNames, salt: number, setup: LayerSetup): Product {
  const { kernels, memory, params, training } = setup;
  if (!training) return matrix(names, setup);
  const [N, D] = params.table.get(names.weight)!.shape as [number, number];
  const [whole, gradient] = [weightsOf(params, names.weight), gradientsOf(params, names.weight)];
  const W = memory.floats(N * D);
  const dW = memory.floats(N * D);
  let key: number | undefined;
  let isCurrent = false;

  const drop = (from: Floats, to: Floats) => kernels.dropout(1, N, D, 0, N, 1 - p, key! ^ salt, from, to);

  const product = matrix(names, setup, {
    W,
    dW,
    load() {
      if (key === undefined) W.set(whole);
      else drop(whole, W);
    },
    store() {
      if (key !== undefined) drop(dW, dW);
      kernels.add(N * D, dW, gradient);
      kernels.zero(N * D, dW);
    },
  });

  return {
    ...product,
    refresh: () => (isCurrent = false),
    begin(pass) {
      if (isCurrent && key === pass.dropoutKey) return;
      key = pass.dropoutKey;
      product.refresh();
      isCurrent = true;
    },
  };
}
