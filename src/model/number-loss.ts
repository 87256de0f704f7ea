import type { Floats } from '../core/floats.js';
import type { SeriesConfig } from '../core/snapshot.js';
import type { BatchLoss, Outcome } from './loss.js';

/** Log-deviations are kept within ±BOUND: between e⁻⁷ and e⁷ deviations of the column. */
const BOUND = 7;
const HALF_LOG_2_PI = 0.5 * Math.log(2 * Math.PI);

/** The deviation e^s that an output a stands for, s = BOUND·tanh(a / BOUND). */
export const deviationOf = (a: number): number => Math.exp(BOUND * Math.tanh(a / BOUND));

/**
 * The loss of K numbers for each step, over the steps that a mask shows. Outputs are [T, B, 2·K], means μ and then
 * log-deviations a, or with `mse` the means alone, [T, B, K]:
 *
 *     gaussian   L = Σ s + z²/2 + ½ log 2π    z = (y − μ) e⁻ˢ    s = S·tanh(a / S), S = 7
 *                ∂L/∂μ = −z e⁻ˢ               ∂L/∂a = (1 − z²)(1 − tanh²(a / S))
 *     mse        L = Σ (y − μ)²               ∂L/∂μ = −2 (y − μ)
 *
 * Targets and means are standardized; errors are counted in the units of the columns. (Nix & Weigend 1994, "Estimating the
 * Mean and Variance of the Target Probability Distribution".) Row y[t,b] of `targets` [N, K] is what is to be predicted.
 */
export function createNumberLoss(
  { targets: columns, loss }: Pick<SeriesConfig, 'targets' | 'loss'>,
  targets: Floats,
  B: number,
): BatchLoss {
  const K = columns.length;
  const isGaussian = loss === 'gaussian';
  const width = isGaussian ? 2 * K : K;
  const units = Float64Array.from(columns, ({ deviation }) => deviation);

  const apply: BatchLoss['apply'] = ({ data }, { y, mask, T }, scale) => {
    let sum = 0;
    for (let place = 0; place < T * B; place++) {
      const at = place * width;
      if (mask[place] === 0) {
        data.fill(0, at, at + width);
        continue;
      }
      for (let k = 0; k < K; k++) {
        const error = targets[y[place]! * K + k]! - data[at + k]!;
        if (!isGaussian) {
          sum += error * error;
          data[at + k] = -2 * scale * error;
          continue;
        }
        const bent = Math.tanh(data[at + K + k]! / BOUND);
        const inverse = Math.exp(-BOUND * bent);
        const z = error * inverse;
        sum += BOUND * bent + 0.5 * z * z + HALF_LOG_2_PI;
        data[at + k] = -scale * z * inverse;
        data[at + K + k] = scale * (1 - z * z) * (1 - bent * bent);
      }
    }
    return sum;
  };

  const evaluate: BatchLoss['evaluate'] = (outputs, batch): Outcome => {
    const { y, mask, T } = batch;
    let [absolute, squared] = [0, 0];
    for (let place = 0; place < T * B; place++) {
      if (mask[place] === 0) continue;
      for (let k = 0; k < K; k++) {
        const error = (targets[y[place]! * K + k]! - outputs.data[place * width + k]!) * units[k]!;
        absolute += Math.abs(error);
        squared += error * error;
      }
    }
    return { nats: apply(outputs, batch, 0), tally: [absolute, squared] };
  };

  return { apply, evaluate };
}
