import { createSharedMemory, type WasmMemory } from '../core/memory.js';
import { layoutParams } from '../core/params.js';
import type { ModelConfig } from '../core/snapshot.js';
import type { BatchParts } from '../data/batch.js';
import type { State } from '../layers/layer.js';
import { backendOfThread, type BackendName } from '../kernels/index.js';
import { modelShapes } from '../model/shapes.js';
import { createCommandMailbox } from './mailbox.js';
import { createReplica, type Shard } from './replica.js';

/** An array of the shared memory: its byte offset and its length in numbers. */
export interface Place {
  readonly at: number;
  readonly length: number;
}

/** IndexedRows in the shared memory. */
interface IndexedPlaces {
  readonly frozen: boolean | undefined;
  readonly data: Place;
  readonly targets: Place | undefined;
}

/** What a worker receives when it starts. */
export interface ReplicaTask {
  readonly config: ModelConfig;
  readonly backend: BackendName;
  /** Kernels.library of all threads. */
  readonly library: string | undefined;
  readonly wasm: WasmMemory;
  /** The part of the memory that belongs to this worker. */
  readonly region: Place;
  readonly mailbox: number;
  /** The number of replicas, and the index of this one. */
  readonly count: number;
  readonly index: number;
  readonly T: number;
  readonly shard: Shard;
  readonly batchParts: BatchParts | undefined;
  readonly indexed: IndexedPlaces | undefined;
  readonly weights: Place;
  readonly gradients: Place;
  readonly state: Readonly<Record<string, Place>>;
  readonly best: Place;
}

/** How the thread of a replica communicates with the one that started it. */
export interface ReplicaThread {
  /** The replica is built. */
  ready(): void;
  /** Has `fail` called should the thread end by itself; null: no longer. */
  onExit(fail: (() => void) | null): void;
}

/** The thread of one replica: builds it, reports that, and executes commands until `end`. */
export async function runReplica(task: ReplicaTask, thread: ReplicaThread): Promise<void> {
  const { wasm, region, config, T, shard, batchParts } = task;
  const view = ({ at, length }: Place) => new Float32Array(wasm.buffer, at, length);
  const memory = createSharedMemory(wasm, region.at);
  const mailbox = createCommandMailbox(memory, task.count, task.mailbox);
  thread.onExit(mailbox.fail);
  const { kernels } = await backendOfThread(task.backend, memory, task.library);
  const table = layoutParams(modelShapes(config));
  const params = { table, weights: view(task.weights), gradients: view(task.gradients) };
  const rows = Object.entries(task.state).map(([name, place]) => [name, view(place)]);
  const state = Object.fromEntries(rows) as State;
  const indexed = task.indexed && {
    frozen: task.indexed.frozen,
    data: view(task.indexed.data),
    targets: task.indexed.targets && view(task.indexed.targets),
  };
  const best = new Int32Array(wasm.buffer, task.best.at, task.best.length);
  const setup = { config, kernels, memory, T, shard, indexed, batchParts, params, state, best };
  const replica = createReplica(setup);
  if (memory.used > region.at + region.length * 4)
    throw new RangeError('the replica is larger than its region');
  thread.ready();
  const sizes = { places: T * shard.total, rows: shard.total, condition: batchParts?.condition ?? 0 };
  for (let executed = 0; ;) {
    executed = mailbox.waitForCommand(executed);
    const command = mailbox.read(sizes);
    if (command.kind === 'end') break;
    mailbox.report(task.index, replica.execute(command));
  }
  thread.onExit(null);
}
