import type { ModelConfig } from '../core/snapshot.js';
import type { SplitOptions } from '../data/splits.js';
import type { Initialization } from '../model/initialize.js';
import type { OptimizerOptions } from '../optim/optimizer.js';

/**
 * All settings of a training run in one validated object of plain JSON. It is saved in config.json and in every
 * checkpoint; presets.ts has complete ones, the command line overrides fields.
 */
export interface TrainOptions {
  readonly model: Omit<ModelConfig, 'vocabulary'>;
  readonly initialization: Initialization;
  readonly optimizer: OptimizerOptions;
  /** The frozen part of the network: the parameters `<freeze>.*`; null: none. */
  readonly freeze: string | null;
  /** Decay of the moving average of the weights that is evaluated and saved as the model; 0: no average. */
  readonly ema: number;
  /** Learning rate before any schedule. */
  readonly lr: number;
  readonly schedule: ScheduleOptions;
  /** Scale the whole gradient down to this norm; 0: off. */
  readonly clipNorm: number;
  /** Clamp every element of the gradient to ±this; 0: off. */
  readonly clipValue: number;
  /**
   * `mean` averages the loss over T·B; `sum` sums over time and averages over the batch. Reported loss is per character
   * either way.
   */
  readonly reduction: 'mean' | 'sum';
  /** T: characters of a window. */
  readonly seq: number;
  /** B: rows of a batch. */
  readonly batch: number;
  /** When to stop: whichever of the limits comes first; Infinity is written as null. */
  readonly epochs: number | null;
  readonly steps: number | null;
  readonly minutes: number | null;
  /** Stop after so many evaluations without a better validation loss; null: never. */
  readonly patience: number | null;
  /** The budget from which `steps` was planned, and the speed that was expected (train/plan). */
  readonly plan?: { readonly minutes: number; readonly stepsPerSecond: number };
  readonly seed: number;
  readonly split: SplitOptions;
  /**
   * Steps between evaluations, checkpoints, samples; null: about every epoch, see train/trainer.ts (samples: never).
   */
  readonly evalEvery: number | null;
  readonly saveEvery: number | null;
  readonly sampleEvery: number | null;
  /** Whether checkpoints of steps 0, 1, 2, 4, 8, ... are saved and kept: isMilestone. */
  readonly milestones: boolean;
  /** Whether n-grams of the training text are counted as well, to be mixed with the network. */
  readonly counts: boolean;
}

export interface ScheduleOptions {
  readonly name: 'constant' | 'exponential' | 'step' | 'cosine' | 'plateau';
  /** The factor of exponential, step and plateau. */
  readonly decay: number;
  /**
   * exponential: first epoch that is followed by decay; step: epochs between two decays; plateau: evaluations to wait.
   */
  readonly decayAfter: number;
  /** Steps of linear warm-up from 0, for every schedule. */
  readonly warmup: number;
}

/** Steps 0, 1, 2, 4, 8, ...: early training changes a network within steps, late training within epochs. */
export const isMilestone = (step: number): boolean => Number.isInteger(Math.log2(step)) || step === 0;
