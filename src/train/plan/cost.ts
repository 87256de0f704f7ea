import { layoutParams } from '../../core/params.js';
import type { ModelConfig } from '../../core/snapshot.js';
import { cellNamed } from '../../layers/cells.js';
import { modelShapes } from '../../model/shapes.js';

/** Work besides the products, in multiply-adds: of a gate of a unit, of an output, and of a weight in an update. */
const [GATE, OUTPUT, UPDATE] = [42, 20, 40] as const;

/** Parameters of the first layer that are looked up, not multiplied. */
const LOOKED_UP = new Set(['encoder.weight', 'rnn.weight_ih_l0', 'ngrams.weight']);

/**
 * What training costs a character, in units of one multiply-add of the forward pass (the backward pass takes twice as
 * many, in proportion):
 *
 *     Σ matrices |W|  +  42 · gates · H · layers  +  20 · outputs  +  40 · parameters / (T · B)
 *
 * The three constants were fitted to eight networks of 150,000 to 1,100,000 weights on two cores with OpenBLAS
 * (docs/budget.md): characters per second times this sum is the same for all of them to 6 %.
 */
export function costOf(
  config: ModelConfig,
  { seq, batch }: { readonly seq: number; readonly batch: number },
): number {
  const { hidden, layers, outputs = config.vocabulary } = config;
  let products = 0;
  let parameters = 0;
  for (const { name, shape, length } of layoutParams(modelShapes(config)).values()) {
    parameters += length;
    if (shape.length > 1 && !LOOKED_UP.has(name)) products += length;
  }
  const gates = cellNamed(config.cell).gates.length * hidden * layers;
  return products + GATE * gates + OUTPUT * outputs + (UPDATE * parameters) / (seq * batch);
}
