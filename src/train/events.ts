import type { State } from '../layers/layer.js';
import type { Params } from '../core/params.js';
import type { Metric } from '../data/train-data.js';
import type { ModelConfig, Snapshot } from '../core/snapshot.js';

/** The events of training. The trainer neither prints nor writes; its consumer does. */
export type TrainEvent = StartEvent | StepEvent | EvalEvent | SaveEvent | SampleEvent | DoneEvent;

export interface StartEvent {
  readonly type: 'start';
  readonly characters: number;
  readonly vocabulary: number;
  readonly parameters: number;
  /** Optimizer steps of one epoch. */
  readonly stepsPerEpoch: number;
  /** Steps until the limits of epochs or steps are reached; null when only time or patience ends it. */
  readonly totalSteps: number | null;
  /** The step training starts from: 0, or where the resumed run stood. */
  readonly step: number;
  /** T and B actually used; smaller than requested on a tiny corpus. */
  readonly seq: number;
  readonly batch: number;
  /** Rows of the training part, where it is a table, and the share of the computed steps that carry a symbol. */
  readonly rows?: number;
  readonly occupancy?: number;
}

export interface StepEvent {
  readonly type: 'step';
  /** Steps taken, this one included. */
  readonly step: number;
  /** Epochs completed, with fraction. */
  readonly epoch: number;
  /** Mean nats per prediction of this step's window: tasks/units.ts names the unit. */
  readonly loss: number;
  /**
   * The loss smoothed over about the last 25,000 predictions (min-char-rnn's 0.999 for each 25 of them), from ln V on.
   */
  readonly smoothLoss: number;
  /** Global norm before clipping. */
  readonly gradNorm: number;
  readonly lr: number;
  /** Of a table rows, of clips frames, of images with captions images. */
  readonly charactersPerSecond: number;
  /** Seconds of training, earlier runs included. */
  readonly seconds: number;
}

export interface EvalEvent {
  readonly type: 'eval';
  readonly step: number;
  readonly epoch: number;
  readonly split: 'validation' | 'test';
  /** Mean nats per prediction. */
  readonly loss: number;
  readonly bitsPerCharacter: number;
  /** The metrics of the task, as fractions of 1. */
  readonly metrics?: Readonly<Partial<Record<Metric, number>>>;
  /** Whether these are the best weights so far: by the first metric or, without one, by the validation loss. */
  readonly best: boolean;
}

/** Time to write a checkpoint: `snapshot()` copies what is to be saved. */
export interface SaveEvent {
  readonly type: 'save';
  readonly step: number;
  /** Save it as the best model too. */
  readonly best: boolean;
  /**
   * Whether this is one of the periodic or final checkpoints (a best model between two of them need not be kept as a
   * step file).
   */
  readonly periodic: boolean;
  snapshot(): Snapshot;
}

/** Time to draw a sample. The weights are live: draw from them before requesting the next event. */
export interface SampleEvent {
  readonly type: 'sample';
  readonly step: number;
  readonly config: ModelConfig;
  readonly params: Params;
  /** The carried state, [B, H]: early in training a network may work from this state only, not from zeros. */
  readonly state: State;
}

export interface DoneEvent {
  readonly type: 'done';
  readonly step: number;
  /** Best validation loss, where there is a validation split. */
  readonly best: number | null;
  readonly reason: 'epochs' | 'steps' | 'minutes' | 'patience' | 'stopped';
}
