import type { State } from '../layers/layer.js';
import type { Memory } from '../core/memory.js';
import type { Params } from '../core/params.js';
import type { ModelConfig } from '../core/snapshot.js';
import type { Kernels } from '../kernels/kernels.js';
import type { ImageTable } from '../model/build-images.js';
import { createBatch } from '../data/batch.js';
import { createEngine } from './engine.js';
import type { Order, WholeBatch } from './mailbox.js';

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
  /** Carries out an order on this shard; returns the sum of nats, 0 where there is none. */
  execute(order: Order): number;
}

export interface ReplicaSetup {
  readonly config: ModelConfig;
  readonly kernels: Kernels;
  readonly memory: Memory;
  readonly T: number;
  readonly shard: Shard;
  readonly images?: ImageTable | undefined;
  /** Everybody's weights, this replica's gradients. */
  readonly params: Params;
  /** The carried state of the whole batch, of which the shard's rows are one piece. */
  readonly state: State;
}

export function createReplica(setup: ReplicaSetup): Replica {
  const { config, kernels, memory, T, shard, images, params, state } = setup;
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
  const own = createBatch(memory, T, B);

  function takeColumns({ x, y, mask, T }: WholeBatch): void {
    own.T = T;
    for (let t = 0, to = 0; t < T; t++) {
      for (let at = t * total + first, end = at + B; at < end; at++, to++) {
        own.x[to] = x[at]!;
        own.y[to] = y[at]!;
        own.mask[to] = mask[at]!;
      }
    }
  }

  function execute(order: Order): number {
    if (order.kind === 'refresh') engine.refresh();
    if (!('batch' in order)) return 0;
    takeColumns(order.batch);
    if (order.kind === 'evaluate') return engine.evaluate(own, order.fresh);
    return engine.step(own, order.scale, order.dropoutKey);
  }

  return { execute };
}
