import type { State } from '../layers/layer.js';
import type { Params } from '../core/params.js';
import type { ModelConfig } from '../core/snapshot.js';
import type { Floats, Ids } from '../core/floats.js';
import { createBatch } from '../data/batch.js';
import type { Outcome } from '../model/loss.js';
import { createEngine, type EngineBatch, type EngineSetup } from './engine.js';
import type { Command } from './mailbox.js';

/** Rows `first` ... `first + B − 1` of a batch of `total`: what one thread works on. */
export interface Shard {
  readonly first: number;
  readonly B: number;
  readonly total: number;
}

/** A batch of `total` rows divided into `count` shards of nearly the same size, the largest first. */
export function divide(total: number, count: number): Shard[] {
  const edge = (i: number) => Math.ceil((i * total) / count);
  return Array.from({ length: count }, (_, i) => ({ first: edge(i), B: edge(i + 1) - edge(i), total }));
}

/** An engine that receives whole batches and works on its own rows of them. */
interface Replica {
  /** Executes a command on this shard; all zeros where there is nothing to count. */
  execute(command: Command): Outcome;
}

interface ReplicaSetup extends Pick<EngineSetup, 'kernels' | 'memory' | 'T' | 'indexed' | 'batchParts'> {
  readonly config: ModelConfig;
  readonly shard: Shard;
  /** The weights are shared, the gradients this replica's own. */
  readonly params: Params;
  /** The carried state of the whole batch, of which the shard's rows are one piece. */
  readonly state: State;
  /** Receives the likeliest symbols of the shard's rows, [T, total]. */
  readonly best: Ids;
}

const NOTHING: Outcome = { nats: 0, tally: [0, 0] };

export function createReplica(setup: ReplicaSetup): Replica {
  const { config, kernels, memory, T, shard, indexed, batchParts, params, state, best } = setup;
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
    indexed,
    share: {
      params,
      state: Object.fromEntries(rows) as State,
      batchRows: { first, total },
    },
  });
  const own = createBatch(memory, T, B, batchParts);

  /** Copies the shard's rows of [T, total, width]. */
  function copyRows(from: Floats | Ids, to: Floats | Ids, T: number, width = 1): void {
    for (let t = 0, at = 0; t < T; t++) {
      const start = (t * total + first) * width;
      for (let i = start; i < start + B * width; i++, at++) to[at] = from[i]!;
    }
  }

  function takeRows({ x, y, mask, T, starts, source, condition, images }: EngineBatch): void {
    own.T = T;
    copyRows(x, own.x, T);
    copyRows(y, own.y, T);
    copyRows(mask, own.mask, T);
    if (starts) copyRows(starts, own.starts!, 1);
    if (condition) copyRows(condition, own.condition!, 1, batchParts!.condition);
    if (images) copyRows(images, own.images!, 1);
    if (!source) return;
    own.source!.T = source.T;
    copyRows(source.x, own.source!.x, source.T);
    copyRows(source.starts, own.source!.starts, 1);
  }

  function execute(command: Command): Outcome {
    if (command.kind === 'refresh') engine.refresh();
    if (!('batch' in command)) return NOTHING;
    takeRows(command.batch);
    if (command.kind === 'evaluate') {
      const predicted = engine.evaluate(own, command.fresh);
      placeRows(predicted.best, best, own.T, shard);
      return predicted;
    }
    return { ...NOTHING, nats: engine.step(own, command.scale, command.dropoutKey) };
  }

  return { execute };
}

/** Copies [T, B] to the shard's rows of [T, total]. */
function placeRows(from: Ids, to: Ids, T: number, { first, B, total }: Shard): void {
  for (let t = 0, at = 0; t < T; t++) {
    for (let b = 0; b < B; b++, at++) to[t * total + first + b] = from[at]!;
  }
}
