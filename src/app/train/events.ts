import type { TaskData } from '../../core/snapshot.js';
import type { Fact } from '../../core/result.js';
import type { Metric } from '../../data/train-data.js';
import type { DoneEvent, EvalEvent, StartEvent, StepEvent } from '../../train/events.js';
import type { Units } from '../../tasks/units.js';
import type { TrainOptions } from '../../train/options.js';

export type { DoneEvent, EvalEvent, Metric, StartEvent, StepEvent };

/**
 * What happens in a run: `open` before anything is trained, notes, then the trainer's events, with paths and texts in
 * place of snapshots and weights.
 */
export type RunEvent =
  OpenEvent | NoteEvent | StartEvent | StepEvent | EvalEvent | Saved | Sampled | Counted | DoneEvent;

export interface OpenEvent {
  readonly type: 'open';
  readonly run: RunDescription;
}

/** A remark, one line. A warning says what went wrong. */
export interface NoteEvent {
  readonly type: 'note';
  readonly warning?: boolean;
  readonly text: string;
}

export interface Saved {
  readonly type: 'save';
  readonly step: number;
  readonly path: string;
}

export interface Sampled {
  readonly type: 'sample';
  readonly step: number;
  readonly text: string;
  /** Whether the best model of the run drew it, at its end. */
  readonly atEnd: boolean;
}

/** The counts that were kept after training, and the losses of validation text with them, in nats per character. */
export interface Counted {
  readonly type: 'counts';
  readonly step: number;
  readonly path: string;
  /** The longest context that was counted. */
  readonly order: number;
  /** Characters predicted. */
  readonly characters: number;
  /** Of the mixture, fitted on one half of the text and measured on the other. */
  readonly loss: number;
  readonly network: number;
  readonly counts: number;
}

/** What is trained, on what, and where. */
export interface RunDescription {
  readonly directory: string;
  /** The name of the data. */
  readonly corpus: string;
  /** Files that were read. */
  readonly files: readonly string[];
  /** Files of directories that are left out, and why. */
  readonly skipped: readonly { readonly file: string; readonly why: string }[];
  readonly task?: TaskData;
  readonly options: TrainOptions;
  /** What the figures count. */
  readonly units: Units;
  /** Nats of a network that gives every output the same probability. */
  readonly uniformLoss: number;
  /** Whether there are data to validate and to test on. */
  readonly held: { readonly validation: boolean; readonly test: boolean };
  /** The data, in a word and a sentence each. */
  facts(start: StartEvent): readonly Fact[];
  readonly backend: { readonly name: string; readonly why: string; readonly lacksBlas: boolean };
  readonly threads: number;
  /** What is measured besides the loss. */
  readonly metrics: readonly Metric[];
}
