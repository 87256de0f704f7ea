import type { RecordedSteps } from '../inspect/forward/steps.js';
import type { FirstWeights } from '../inspect/search/controls.js';
import type { SearchReport } from '../inspect/search/report.js';
import type { Clamp } from '../layers/layer.js';
import type { ModelConfig } from '../core/snapshot.js';
import type { TrainOptions } from '../train/options.js';
import type { ReplicaTask } from '../train/replica-thread.js';
import type { Materials, Settings } from './lessons/lesson.js';
import type { Written } from './symbols.js';

/** A text or a file by its name. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
  /** What a model of bytes reads in its place, where the text is not UTF-8. */
  readonly bytes?: Uint8Array;
}

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the page asks of its worker. A worker has one network for life: another network is another worker. */
export type Request =
  /** Compiles the kernels, so that the first step comes soon after the click. */
  | { readonly type: 'prepare' }
  | { readonly type: 'new'; readonly text: NamedText; readonly options: TrainOptions }
  | { readonly type: 'load'; readonly file: NamedBytes }
  /** Continues training the loaded network, on this text. */
  | { readonly type: 'continue'; readonly text: NamedText; readonly options: TrainOptions }
  | { readonly type: 'run' }
  | { readonly type: 'pause' }
  | { readonly type: 'step' }
  | { readonly type: 'save' }
  /** The checkpoint of the lowest validation loss so far. */
  | { readonly type: 'best' }
  | { readonly type: 'sample'; readonly request: SampleRequest }
  | { readonly type: 'silence'; readonly id: number }
  /** Reads the beginning of a text with the current weights, and records these cells; null: all. */
  | {
      readonly type: 'record';
      readonly text: NamedText;
      readonly limit: number;
      readonly cells: readonly string[] | null;
    }
  /** The current weights as a checkpoint without training state, for a worker that ranks the cells. */
  | { readonly type: 'weights' }
  /** For a worker without a network of its own: searches the cells of that network for features of the text. */
  | {
      readonly type: 'rank';
      readonly file: NamedBytes;
      readonly text: NamedText;
      readonly first: FirstWeights;
    }
  /** For a worker of its own: what the loss of a training is compared with. */
  | { readonly type: 'baselines'; readonly text: NamedText; readonly options: TrainOptions }
  /** For a worker of its own: computes a lesson. */
  | {
      readonly type: 'lesson';
      readonly name: string;
      readonly settings: Settings;
      readonly materials: Materials;
    }
  | { readonly type: 'replica'; readonly task: ReplicaTask };

export type Tokens = 'chars' | 'bytes';

export interface SampleRequest {
  readonly id: number;
  readonly prime: string;
  readonly length: number;
  readonly temperature: number;
  readonly topK: number | null;
  readonly seed: number;
  /** Units that are clamped meanwhile; layers and units count from 0. */
  readonly clamps: readonly Clamp[];
}

/** What the worker reports. */
export type Report =
  | { readonly type: 'opened'; readonly network: Network }
  | { readonly type: 'training'; readonly training: TrainingFacts }
  | { readonly type: 'progress'; readonly progress: Progress }
  | {
      readonly type: 'eval';
      readonly step: number;
      readonly epoch: number;
      readonly split: string;
      readonly loss: number;
    }
  | { readonly type: 'paused'; readonly step: number }
  | { readonly type: 'ended'; readonly step: number; readonly reason: string }
  | { readonly type: 'checkpoint'; readonly step: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'best'; readonly step: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'drawn'; readonly id: number; readonly text: string; readonly done: boolean }
  | { readonly type: 'recorded'; readonly recorded: Recorded }
  | { readonly type: 'weights'; readonly step: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** The result so far, and the seconds it took. */
  | { readonly type: 'lesson'; readonly frame: unknown; readonly seconds: number; readonly done: boolean }
  | { readonly type: 'baselines'; readonly baselines: Baselines | null }
  | { readonly type: 'ranking'; readonly percent: number }
  | { readonly type: 'ranked'; readonly report: SearchReport }
  /** `id` is that of the sample concerned; `fatal`: the worker no longer has a network. */
  | { readonly type: 'error'; readonly line: string; readonly id?: number; readonly fatal: boolean };

/** Cells at every place of a text, and the candidates for the next symbols. */
export interface Recorded extends RecordedSteps, Written {
  readonly cells: readonly string[];
  readonly symbolNames: readonly string[];
  /** How long it took, without training in between. */
  readonly milliseconds: number;
}

/** A network that can be sampled. */
export interface Network {
  readonly config: ModelConfig;
  readonly parameters: number;
  readonly tokens: Tokens;
  /** The states that are carried from symbol to symbol: h, and c where there is one. */
  readonly states: readonly string[];
  /** `wasm` or `js`, and why. */
  readonly backend: string;
  readonly why: string;
  /** Steps it has been trained, and with what; null for weights without their training. */
  readonly trained: { readonly step: number; readonly options: TrainOptions } | null;
}

/** Nats per character of held-out text. */
export interface Baselines {
  /** All symbols alike: ln V. */
  readonly guessing: number;
  /** Each symbol as often as in the training part. */
  readonly counting: number;
  /** The best n-gram model, with so many characters of context. */
  readonly ngram: { readonly context: number; readonly loss: number };
}

/** A network that is being trained. */
export interface TrainingFacts {
  readonly options: TrainOptions;
  readonly characters: number;
  readonly stepsPerEpoch: number;
  readonly step: number;
  readonly threads: number;
  /** Remarks for the user: a text that is not that of the checkpoint, a smaller batch. */
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
