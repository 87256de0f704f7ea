import { weightsOf, type Params } from '../core/params.js';
import type { Rng } from '../core/rng.js';
import type { ModelConfig } from '../core/snapshot.js';

/** How weights begin. */
export interface Initialization {
  /** `uniform`: U(±scale), or ±1/√H where scale is null. `normal`: N(0, scale²), or N(0, 1/(D+H)) where it is null. */
  readonly distribution: 'uniform' | 'normal';
  readonly scale: number | null;
  readonly zeroBiases: boolean;
  /** bias_ih of the LSTM's forget gate: 1 lets a new network remember (Jozefowicz, Zaremba & Sutskever 2015). */
  readonly forgetBias: number;
}

/**
 * Fills all weights, tensor by tensor in the order of the table. For `normal` without a scale, D and H are the columns of
 * a cell's W_ih and W_hh, as in torch-rnn; its embedding is N(0, 1) and its decoder U(±1/√H), Torch's own defaults.
 */
export function initialize(params: Params, config: ModelConfig, how: Initialization, rng: Rng): void {
  const H = config.hidden;
  const torchRnn = how.distribution === 'normal' && how.scale === null;
  for (const { name, shape } of params.table.values()) {
    const weights = weightsOf(params, name);
    const uniform = (limit: number) => fill(weights, () => (2 * rng.uniform() - 1) * limit);
    const normal = (deviation: number) => fill(weights, () => rng.normal() * deviation);
    if (shape.length === 1 && how.zeroBiases) weights.fill(0);
    else if (how.distribution === 'uniform') uniform(how.scale ?? 1 / Math.sqrt(H));
    else if (!torchRnn) normal(how.scale!);
    else if (name === 'encoder.weight') normal(1);
    else if (name.startsWith('decoder.')) uniform(1 / Math.sqrt(H));
    else
      normal(1 / Math.sqrt(columnsOf(params, name.replace('_hh_', '_ih_').replace('bias_', 'weight_')) + H));
    if (config.cell === 'lstm' && name.startsWith('rnn.bias_ih')) weights.fill(how.forgetBias, H, 2 * H);
    if (config.cell === 'lstm' && name.startsWith('rnn.bias_hh')) weights.fill(0, H, 2 * H);
  }
}

function fill(weights: Params['weights'], draw: () => number): void {
  for (let j = 0; j < weights.length; j++) weights[j] = draw();
}

function columnsOf(params: Params, name: string): number {
  return params.table.get(name)!.shape[1]!;
}
