import { weightsOf, type Params } from '../core/params.js';
import type { Rng } from '../core/rng.js';
import type { ModelConfig } from '../core/snapshot.js';
import { product } from '../core/numbers.js';
import { parameterName } from '../layers/cell.js';
import { cellNamed } from '../layers/cells.js';

/** How weights are initialized. */
export interface Initialization {
  /** `uniform`: U(±scale), or ±1/√H where scale is null. `normal`: N(0, scale²), or N(0, 1/(D+H)) where it is null. */
  readonly distribution: 'uniform' | 'normal';
  readonly scale: number | null;
  readonly zeroBiases: boolean;
  /**
   * Initial bias_ih of the forget gate, in cells that have one: with 1 a new network keeps its state (Jozefowicz,
   * Zaremba & Sutskever 2015).
   */
  readonly forgetBias: number;
}

/**
 * Fills all weights, tensor by tensor in the order of the table. For `normal` without a scale, D and H are the columns
 * of a cell's W_ih and W_hh, as in torch-rnn; its embedding is N(0, 1) and its decoder U(±1/√H), Torch's own defaults.
 */
export function initialize(params: Params, config: ModelConfig, how: Initialization, rng: Rng): void {
  const H = config.hidden;
  const torchRnn = how.distribution === 'normal' && how.scale === null;
  for (const { name, shape } of params.table.values()) {
    const weights = weightsOf(params, name);
    const uniform = (limit: number) => fill(weights, () => (2 * rng.uniform() - 1) * limit);
    const normal = (deviation: number) => fill(weights, () => rng.normal() * deviation);
    if (shape.length === 1 && how.zeroBiases) weights.fill(0);
    else if (how.distribution === 'uniform')
      uniform(how.scale ?? 1 / Math.sqrt(imageFan(params, name, config) ?? H));
    else if (!torchRnn) normal(how.scale!);
    else if (name === 'encoder.weight') normal(1);
    else if (name.startsWith('decoder.')) uniform(1 / Math.sqrt(H));
    else normal(1 / Math.sqrt(inputsOf(params, name) + H));
    if (name.startsWith('rnn.bias_')) setForgetBias(weights, name, config, how.forgetBias);
  }
}

/** Sets the forget gate's part of bias_ih to `value`, that of bias_hh to 0. */
function setForgetBias(weights: Params['weights'], name: string, config: ModelConfig, value: number): void {
  const { gates, forgetGate } = cellNamed(config.cell);
  const gate = gates.findIndex(({ symbol }) => symbol !== null && symbol === forgetGate);
  if (gate < 0) return;
  const H = config.hidden;
  weights.fill(name.startsWith('rnn.bias_ih') ? value : 0, gate * H, (gate + 1) * H);
}

function fill(weights: Params['weights'], draw: () => number): void {
  for (let j = 0; j < weights.length; j++) weights[j] = draw();
}

/**
 * Fan-in of a unit in a network on images, by which PyTorch initializes Conv2d and Linear. A unit of a
 * convolutional cell sees k·k pixels of H units.
 */
function imageFan(params: Params, name: string, { hidden, images }: ModelConfig): number | undefined {
  if (images === undefined || (images.network === 'captions' && !name.startsWith('cnn.'))) return undefined;
  if (name.startsWith('rnn.')) return images.network === 'conv' ? hidden * images.kernel ** 2 : hidden;
  const { shape } = params.table.get(name.replace(/bias$/, 'weight'))!;
  return product(shape.slice(1));
}

/** D of the layer that a recurrent parameter `rnn.<name>_l<k>` belongs to. */
function inputsOf(params: Params, name: string): number {
  const k = Number(/_l(\d+)$/.exec(name)![1]);
  return params.table.get(parameterName('weight_ih', k))!.shape[1]!;
}
