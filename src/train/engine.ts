import type { Pass, State } from '../layers/layer.js';
import type { Ids } from '../core/floats.js';
import type { Memory } from '../core/memory.js';
import type { Params } from '../core/params.js';
import type { ModelConfig } from '../core/snapshot.js';
import type { Kernels } from '../kernels/kernels.js';
import type { IndexedRows } from '../data/indexed-rows.js';
import { createModel } from '../model/language-model.js';
import type { Outcome } from '../model/loss.js';
import { lossOf } from '../model/network-loss.js';
import type { Batch, BatchParts } from '../data/batch.js';

/**
 * Computes a training step: forward, loss, backward. Here with one model on one thread; replicas.ts has an engine of
 * the same type with one model per thread.
 */
export interface Engine {
  readonly params: Params;
  /** The state that training carries from window to window, [B, H] each. */
  readonly state: State;
  /** The weights have changed. */
  refresh(): void;
  /**
   * Forward from `state`, which is carried on; backward with no gradient from beyond the window (truncated BPTT).
   * Leaves scale·∂(Σ nats)/∂weights in params.gradients and returns Σ nats over the mask.
   */
  step(batch: EngineBatch, scale: number, dropoutKey?: number): number;
  /** Forward only. With `fresh`, from a state of zeros, else from where the last evaluation ended. */
  evaluate(batch: EngineBatch, fresh: boolean): Predicted;
  /** Ends the other threads, if any. */
  close(): void;
}

/** How well a batch was predicted, and the likeliest symbol of each place, [T,B], until the next evaluation. */
export interface Predicted extends Outcome {
  readonly best: Ids;
}

/** The parts of a batch that the engine reads. */
export type EngineBatch = Omit<Batch, 'B' | 'rows' | 'count' | 'symbols'>;

export interface EngineSetup {
  readonly kernels: Kernels;
  readonly memory: Memory;
  readonly T: number;
  readonly B: number;
  /** What x and y index, where the input is images or a series. */
  readonly indexed?: IndexedRows | undefined;
  /** What the batches have besides x, y and mask. */
  readonly batchParts?: BatchParts | undefined;
  /** What a replica shares with the others: weights, its rows of the carried state, its place in the batch. */
  readonly share?: {
    readonly params: Params;
    readonly state: State;
    readonly batchRows: { readonly first: number; readonly total: number };
  };
}

/** Creates the engine of a trainer. */
export type EngineFactory = (config: ModelConfig, setup: EngineSetup) => Engine | Promise<Engine>;

/** One model on the calling thread. */
export function createEngine(config: ModelConfig, setup: EngineSetup): Engine {
  const { kernels, memory, T, B, indexed, share } = setup;
  const model = createModel(config, { kernels, memory, T, B, indexed, training: true, ...share });
  const loss = lossOf(config, { kernels, memory, T, B, indexed });
  const state = share?.state ?? model.createState();
  const dState = model.createState();
  const evaluationState = model.createState();
  const best = memory.ids(T * B);

  function step(batch: EngineBatch, scale: number, dropoutKey?: number): number {
    const pass = passOf(batch, dropoutKey);
    const logits = model.forward(batch.x, state, pass);
    const nats = loss.apply(logits, batch, scale);
    const { gradients } = model.params;
    kernels.zero(gradients.length, gradients);
    zero(dState);
    model.backward(logits, dState, pass);
    return nats;
  }

  function evaluate(batch: EngineBatch, fresh: boolean): Predicted {
    if (fresh) zero(evaluationState);
    const logits = model.forward(batch.x, evaluationState, passOf(batch));
    return { ...loss.evaluate(logits, batch, best), best };
  }

  return { params: model.params, state, refresh: model.refresh, step, evaluate, close: () => undefined };
}

function passOf(batch: EngineBatch, dropoutKey?: number): Pass {
  const { T, starts, source, condition, images } = batch;
  return { T, starts, source, condition, images, dropoutKey };
}

/** Sets a state to zeros. */
export function zero(state: State): void {
  for (const name in state) state[name]!.fill(0);
}
