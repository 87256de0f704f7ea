import type { State } from '../layers/layer.js';
import type { Memory } from '../core/memory.js';
import type { Params } from '../core/params.js';
import type { ModelConfig } from '../core/snapshot.js';
import type { Kernels } from '../kernels/kernels.js';
import type { ImageTable } from '../model/build-images.js';
import type { Floats, Ids } from '../core/floats.js';
import { createBatch, type BatchParts } from '../data/batch.js';
import { createEngine, type EngineBatch, type Outcome } from './engine.js';
import type { Order } from './mailbox.js';

/** Columns `first` ... `first + B − 1` of a batch of `total`: what one thread works on. */
export interface Shard {
  readonly first: number;
  readonly B: number;
  readonly total: number;
}

/** The columns of `total` divided into `count` runs of nearly the same length, the longest first. */
export function divide(total: number, count: number): Shard[] {
  const edge = (i: number) => Math.ceil((i * total) / count);
  return Array.from({ length: count }, (_, i) => ({ first: edge(i), B: edge(i + 1) - edge(i), total }));
}

/** An engine that is given whole batches and works on its own columns of them. */
export interface Replica {
  /** Executes an order on this shard; all zeros where there is nothing to count. */
  execute(order: Order): Outcome;
}

export interface ReplicaSetup {
  readonly config: ModelConfig;
  readonly kernels: Kernels;
  readonly memory: Memory;
  readonly T: number;
  readonly shard: Shard;
  readonly images?: ImageTable | undefined;
  readonly batchParts?: BatchParts | undefined;
  /** Everybody's weights, this replica's gradients. */
  readonly params: Params;
  /** The carried state of the whole batch, of which the shard's rows are one piece. */
  readonly state: State;
}

const NOTHING: Outcome = { nats: 0, hits: 0, exact: 0 };

export function createReplica(setup: ReplicaSetup): Replica {
  const { config, kernels, memory, T, shard, images, batchParts, params, state } = setup;
  const { first, B, total } = shard;
  const rows = Object.entries(state).map(([name, data]) => {
    const width = data.length / total;
    return [name, data.subarray(first * width, (first + B) * width)];
  });
  const engine = createEngine(config, {
    kernels,
    memory,
    T,
    B,
    images,
    share: {
      params,
      state: Object.fromEntries(rows) as State,
      columns: { first, total },
    },
  });
  const own = createBatch(memory, T, B, batchParts);

  /** Copies our columns of [T, total, width]. */
  function copyColumns(from: Floats | Ids, to: Floats | Ids, T: number, width = 1): void {
    for (let t = 0, at = 0; t < T; t++) {
      const start = (t * total + first) * width;
      for (let i = start; i < start + B * width; i++, at++) to[at] = from[i]!;
    }
  }

  function takeColumns({ x, y, mask, T, starts, source, condition }: EngineBatch): void {
    own.T = T;
    copyColumns(x, own.x, T);
    copyColumns(y, own.y, T);
    copyColumns(mask, own.mask, T);
    if (starts) copyColumns(starts, own.starts!, 1);
    if (condition) copyColumns(condition, own.condition!, 1, batchParts!.condition);
    if (!source) return;
    own.source!.T = source.T;
    copyColumns(source.x, own.source!.x, source.T);
    copyColumns(source.starts, own.source!.starts, 1);
  }

  function execute(order: Order): Outcome {
    if (order.kind === 'refresh') engine.refresh();
    if (!('batch' in order)) return NOTHING;
    takeColumns(order.batch);
    if (order.kind === 'evaluate') return engine.evaluate(own, order.fresh);
    return { ...NOTHING, nats: engine.step(own, order.scale, order.dropoutKey) };
  }

  return { execute };
}
