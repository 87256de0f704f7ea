import { userError } from '../../core/errors.js';
import { cellNamed } from '../../layers/cells.js';
import type { Clamp } from '../../layers/layer.js';
import type { ModelConfig } from '../../core/snapshot.js';
import type { SampleValues } from '../options/sample.js';

/** The cells that --clamp holds, counted from 0 as the layers count; c where the cell has one, else h. */
export function clampsOf(wanted: SampleValues['clamp'], model: ModelConfig): Clamp[] {
  return wanted.map(({ layer, unit, value }) => {
    if (layer > model.layers || unit > model.hidden) {
      const expected = `a layer from 1 to ${model.layers} and a unit from 1 to ${model.hidden}`;
      throw userError('usage/value', { flag: '--clamp', value: `${layer}:${unit}=${value}`, expected });
    }
    return { layer: layer - 1, unit: unit - 1, state: cellNamed(model.cell).states.at(-1)!, value };
  });
}
