import type { Memory } from '../core/memory.js';
import type { ModelConfig } from '../core/snapshot.js';
import type { IndexedRows } from '../data/indexed-rows.js';
import type { Kernels } from '../kernels/kernels.js';
import { createSymbolLoss, type BatchLoss } from './loss.js';
import { createNumberLoss } from './number-loss.js';
import { outputsOf } from './shapes.js';

/** The loss of a network for windows of T steps and B rows. */
export function lossOf(
  config: ModelConfig,
  setup: {
    readonly kernels: Kernels;
    readonly memory: Memory;
    readonly T: number;
    readonly B: number;
    readonly indexed?: IndexedRows | undefined;
  },
): BatchLoss {
  const { kernels, memory, T, B, indexed } = setup;
  if (predictsNumbers(config)) return createNumberLoss(config.series!, indexed!.targets!, B);
  return createSymbolLoss(kernels, memory, { T, B, V: outputsOf(config) });
}

/** The loss of a network that knows nothing: ln V for V outputs, that of a standard normal for standardized numbers. */
export function untrainedLoss(config: Pick<ModelConfig, 'series' | 'outputs' | 'vocabulary'>): number {
  if (!predictsNumbers(config)) return Math.log(outputsOf(config));
  return config.series!.loss === 'mse' ? 1 : 0.5 * Math.log(2 * Math.PI * Math.E);
}

const predictsNumbers = ({ series }: Pick<ModelConfig, 'series'>): boolean =>
  series !== undefined && series.targets.length > 0;
