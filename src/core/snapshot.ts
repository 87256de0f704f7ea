import type { Floats } from './floats.js';

/** A tensor by itself: what checkpoints and exports hold. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Floats | Int32Array | Uint8Array;
}

/** Plain JSON data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Everything that is known of a model at one moment, as plain data: what a checkpoint file holds.
 * `model` and `vocabulary` rebuild the network, `weights` fills it. `training` is present in checkpoints that
 * can be resumed.
 */
export interface Snapshot {
  readonly model: ModelConfig;
  readonly vocabulary: VocabularyData;
  /** What the outputs of a network stand for that answers with something else than symbols. */
  readonly labels?: readonly string[];
  /** Named as in a PyTorch state_dict. */
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly training?: TrainingSnapshot;
}

/** What a network is, without its weights. Sizes as in docs: V symbols, H hidden units, E embedding (0: one-hot). */
export interface ModelConfig {
  /** The name of a cell of layers/cells.ts. */
  readonly cell: string;
  readonly hidden: number;
  readonly layers: number;
  readonly embedding: number;
  readonly dropout: number;
  /** Whether the recurrent product has a bias of its own (bias_hh). */
  readonly recurrentBias: boolean;
  readonly vocabulary: number;
  /** Width of the decoder, for networks that answer with something else than symbols; absent: as many as `vocabulary`. */
  readonly outputs?: number;
  /** Present where the input is images and not symbols. */
  readonly images?: ImageConfig;
}

/** What a network on clips or images is; see docs/video.md. */
export interface ImageConfig {
  /** The CNN by itself, under recurrent cells, or under cells whose products are convolutions. */
  readonly network: 'frames' | 'cnn-lstm' | 'conv';
  /** S: pixels of a side. */
  readonly size: number;
  readonly channels: number;
  /** k: every convolution sees k×k pixels. */
  readonly kernel: number;
  /** Features that the CNN finds in a frame; not used by `conv`. */
  readonly features: number;
}

/** The symbols of a model in the order of their ids. With `bytes`, symbol i is byte i and `symbols` is empty. */
export interface VocabularyData {
  readonly tokens: 'chars' | 'bytes';
  readonly symbols: readonly string[];
}

/** Where training stands, exactly. Numbers in `progress` are integers or finite doubles; see train/trainer.ts. */
export interface TrainingSnapshot {
  /** The validated options of the run, as JSON. */
  readonly options: Json;
  /** What else an exact continuation depends on: backend, threads, the corpus and its digest. */
  readonly environment: Json;
  /** Step, epoch, position, random state, schedule, best loss, patience, smoothed loss. */
  readonly progress: Json;
  /** The optimizer's moments (`optimizer.m`, ...: flat, as long as all weights) and the carried state (`state.h_l0`, ... [B,H]). */
  readonly tensors: ReadonlyMap<string, Tensor>;
}
