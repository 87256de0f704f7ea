import { userError } from '../../core/errors.js';
import type { ModelConfig } from '../../core/snapshot.js';
import { cellNamed } from '../../layers/cells.js';
import type { Clamp } from '../../layers/layer.js';
import { cellName } from '../../model/cell-name.js';
import type { SampleValues } from '../options/sample.js';

/** The cells that --clamp clamps, counted from 0 as the layers count; without a state c where there is one, else h. */
export function clampsOf(wanted: SampleValues['clamp'], config: ModelConfig): Clamp[] {
  const { states } = cellNamed(config.cell);
  return wanted.map(({ value, ...cell }) => {
    const { layer, unit, state = states.at(-1)! } = cell;
    if (layer > config.layers || unit > config.hidden || !states.includes(state)) {
      const expected = `a layer from 1 to ${config.layers}, a unit from 1 to ${config.hidden} and a state of ${states.join(', ')}`;
      throw userError('usage/value', { flag: '--clamp', value: `${cellName(cell)}=${value}`, expected });
    }
    return { layer: layer - 1, unit: unit - 1, state, value };
  });
}
