import type { DataFields, Optional } from '../../material/request.js';
import type { BackendName } from '../../kernels/index.js';
import type { TrainOptions } from '../../train/options.js';
import type { PresetName } from '../../train/presets.js';
import type { Watch } from '../../core/watch.js';

/** The network. */
export type NetworkFields = Optional<{
  cell: string;
  hidden: number;
  layers: number;
  embedding: number;
  dropout: number;
  /** How long a dropout mask lasts: a step, or a window. */
  dropoutMask: 'step' | 'window';
  /** The longest n-gram that is looked up beside the network, and the dropout of what is found; 0: none. */
  ngrams: number;
  ngramDropout: number;
  inputDropout: number;
  weightDropout: number;
  /** Of clips. */
  network: 'frames' | 'cnn-lstm' | 'conv';
  kernel: number;
  /** Weights of another model to begin with: a checkpoint, a run directory, or weights from PyTorch. */
  initFrom: string;
  /** The part of them that is not trained. */
  freeze: 'rnn' | 'cnn';
}>;

/** How it is trained, and when training ends. */
export type OptimizationFields = Optional<{
  preset: PresetName;
  optimizer: TrainOptions['optimizer']['name'];
  weightDecay: number;
  ema: number;
  lr: number;
  schedule: TrainOptions['schedule']['name'];
  decay: number;
  decayAfter: number;
  warmup: number;
  clipNorm: number;
  clipValue: number;
  reduction: 'mean' | 'sum';
  seq: number;
  batch: number;
  epochs: number;
  steps: number;
  minutes: number;
  patience: number;
  seed: number;
  split: 'contiguous' | 'streams';
}>;

/** Where and how often it is written, and what computes. */
export type RunFields = Optional<{
  /** The run directory; default runs/<name of the corpus>. */
  out: string;
  evalEvery: number;
  saveEvery: number;
  sampleEvery: number;
  /** Step checkpoints to keep: a number, or `log` for those of steps 0, 1, 2, 4, 8, ... */
  keep: number | 'log';
  /** Whether n-grams of a text are counted as well, at the end: see keep-counts.ts. */
  counts: boolean;
  /** The log in place of the run's log.csv; null: none. */
  log: string | null;
  tensorboard: boolean;
  /** Whether a short text of the best model is drawn at the end: an event `sample` before `done`. */
  sampleAtEnd: boolean;
  backend: 'auto' | BackendName;
  threads: 'auto' | number;
}>;

/** A new run. Every field but `files` has a default: that of the preset, or of the task. */
export interface TrainRequest extends DataFields, NetworkFields, OptimizationFields, RunFields {
  readonly watch?: Watch;
}

/** A run that continues: only these fields may differ from those it began with. */
export interface ResumeRequest
  extends
    RunFields,
    Pick<OptimizationFields, 'lr' | 'clipNorm' | 'clipValue' | 'epochs' | 'steps' | 'minutes' | 'patience'>,
    Pick<DataFields, 'encoding' | 'include' | 'exclude' | 'delimiter'> {
  /** The run directory. */
  readonly resume: string;
  /** Where the files of validation and test are now, where they have moved. */
  readonly val?: string;
  readonly test?: string;
  /** Where its text is now, where it has moved. */
  readonly files?: readonly string[];
  readonly watch?: Watch;
}
