import type { ModelConfig } from '../core/snapshot.js';
import type { TrainOptions } from '../train/options.js';
import type { ReplicaTask } from '../train/replica-thread.js';

/** A text or a file by its name. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the page asks of its worker. A worker has one network for life: another network is another worker. */
export type Request =
  | { readonly type: 'new'; readonly text: NamedText; readonly options: TrainOptions }
  | { readonly type: 'load'; readonly file: NamedBytes }
  /** Goes on training the network that was loaded, on this text. */
  | { readonly type: 'continue'; readonly text: NamedText; readonly options: TrainOptions }
  | { readonly type: 'run' }
  | { readonly type: 'pause' }
  | { readonly type: 'step' }
  | { readonly type: 'save' }
  | { readonly type: 'sample'; readonly request: SampleRequest }
  | { readonly type: 'silence'; readonly id: number }
  | { readonly type: 'replica'; readonly task: ReplicaTask };

export type Tokens = 'chars' | 'bytes';

export interface SampleRequest {
  readonly id: number;
  readonly prime: string;
  readonly length: number;
  readonly temperature: number;
  readonly topK: number | null;
  readonly seed: number;
}

/** What the worker reports. */
export type Report =
  | { readonly type: 'opened'; readonly network: Network }
  | { readonly type: 'training'; readonly training: TrainingFacts }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'eval'; readonly step: number; readonly split: string; readonly loss: number }
  | { readonly type: 'paused'; readonly step: number }
  | { readonly type: 'ended'; readonly step: number; readonly reason: string }
  | { readonly type: 'checkpoint'; readonly step: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'drawn'; readonly id: number; readonly text: string; readonly done: boolean }
  /** `id` is that of the sample it is about; `fatal`: the worker has no network any more. */
  | { readonly type: 'error'; readonly line: string; readonly id?: number; readonly fatal: boolean };

/** A network that can be sampled. */
export interface Network {
  readonly config: ModelConfig;
  readonly parameters: number;
  readonly tokens: Tokens;
  /** `wasm` or `js`, and why. */
  readonly backend: string;
  readonly why: string;
  /** Steps it has been trained, and with what; null for weights without their training. */
  readonly trained: { readonly step: number; readonly options: TrainOptions } | null;
}

/** A network that is being trained. */
export interface TrainingFacts {
  readonly options: TrainOptions;
  readonly characters: number;
  readonly stepsPerEpoch: number;
  readonly step: number;
  readonly threads: number;
  /** What the user should know: a text that is not that of the checkpoint, a smaller batch. */
  readonly notes: readonly string[];
}

/** All steps since the last report. */
export interface Progress {
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  readonly smoothLoss: number;
  readonly lr: number;
  readonly charactersPerSecond: number;
  readonly seconds: number;
  readonly steps: readonly number[];
  readonly losses: readonly number[];
}
