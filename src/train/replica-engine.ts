import type { Floats, Ids } from '../core/floats.js';
import type { State } from '../layers/layer.js';
import { createParams, type Params } from '../core/params.js';
import type { ModelConfig } from '../core/snapshot.js';
import type { BackendName } from '../kernels/index.js';
import type { Kernels } from '../kernels/kernels.js';
import type { Outcome } from '../model/loss.js';
import { modelShapes, stateWidths } from '../model/shapes.js';
import { createEngine, type Engine, type EngineFactory, type EngineSetup } from './engine.js';
import { createCommandMailbox, type Command } from './mailbox.js';
import { createReplica, divide, type Shard } from './replica.js';
import type { Place, ReplicaTask } from './replica-thread.js';

/** Working space for a worker's kernels, besides the arrays of its replica, in floats. */
const KERNEL_ROOM = 1 << 18;

/** Starts a thread for each task (replica-thread.ts) and resolves when each has built its replica. */
export type StartThreads = (tasks: readonly ReplicaTask[]) => Promise<void>;

/**
 * Engines that divide every batch among `threads` threads: the calling one, and workers, each with a replica of the
 * network for its own rows. Weights, carried state and batch are the same bytes for all; each replica has its own
 * gradients, which are added in the order of the threads. So results depend on the number of threads (by rounding), and
 * on nothing else. The workers end with `close()`, or with the process or page. `start` starts threads: replicas.ts
 * those of Node, src/page those of a browser.
 */
export function createReplicaEngine(
  threads: number,
  backend: BackendName,
  start: StartThreads,
): EngineFactory {
  return (config, setup) => {
    const count = Math.min(threads, setup.B);
    if (count <= 1 || setup.memory.wasm === undefined) return createEngine(config, setup);
    return startReplicas({ shards: divide(setup.B, count), backend, start }, config, setup);
  };
}

/** The calling thread's replica, the way to the others, and the gradients of each, in the order of the threads. */
interface Replicas {
  readonly own: ReturnType<typeof createReplica>;
  readonly mailbox: ReturnType<typeof createCommandMailbox>;
  readonly gradients: readonly Floats[];
  /** The likeliest symbols of the last evaluation, of all. */
  readonly best: Ids;
}

async function startReplicas(
  {
    shards,
    backend,
    start,
  }: { readonly shards: readonly Shard[]; readonly backend: BackendName; readonly start: StartThreads },
  config: ModelConfig,
  setup: EngineSetup,
): Promise<Engine> {
  const { kernels, memory, T, B, indexed, batchParts } = setup;
  const params = createParams(memory, modelShapes(config), { gradients: true });
  const n = params.weights.length;
  const gradients = shards.map((_, i) => (i === 0 ? params.gradients : memory.floats(n)));
  const widths = Object.entries(stateWidths(config));
  const state: State = Object.fromEntries(widths.map(([name, width]) => [name, memory.floats(B * width)]));
  const best = memory.ids(T * B);
  const mailbox = createCommandMailbox(memory, shards.length);
  const before = memory.used;
  const shared = { config, T, batchParts };
  const own = createReplica({ ...shared, kernels, memory, shard: shards[0]!, indexed, params, state, best });
  const room = (memory.used - before) / 4 + KERNEL_ROOM;
  const places = Object.entries(state).map(([name, data]) => [name, placeOf(data)]);
  const common = {
    ...shared,
    backend,
    library: kernels.library,
    wasm: memory.wasm!,
    mailbox: mailbox.at,
    count: shards.length,
    indexed: indexed && {
      frozen: indexed.frozen,
      data: placeOf(indexed.data),
      targets: indexed.targets && placeOf(indexed.targets),
    },
    weights: placeOf(params.weights),
    state: Object.fromEntries(places) as ReplicaTask['state'],
    best: placeOf(best),
  };
  // the first shard is this thread's
  const tasks = shards.slice(1).map((shard, i): ReplicaTask => {
    const region = placeOf(memory.floats(room));
    return { ...common, index: i + 1, shard, region, gradients: placeOf(gradients[i + 1]!) };
  });
  await start(tasks);
  return engineOf({ own, mailbox, gradients, best }, params, state, kernels);
}

/** All replicas as one engine: `own` works in this thread, the others answer by the mailbox. */
function engineOf(
  { own, mailbox, gradients, best }: Replicas,
  params: Params,
  state: State,
  kernels: Kernels,
): Engine {
  /** Executes a command in all threads; the outcomes are added in the order of the threads. */
  function execute(command: Command): Outcome {
    mailbox.send(command);
    const first = own.execute(command);
    let { nats } = first;
    let [a, b] = first.tally;
    mailbox.waitForAll(gradients.length - 1);
    for (let i = 1; i < gradients.length; i++) {
      const other = mailbox.outcome(i);
      nats += other.nats;
      a += other.tally[0];
      b += other.tally[1];
    }
    return { nats, tally: [a, b] };
  }

  return {
    params,
    state,
    refresh: () => void execute({ kind: 'refresh' }),
    step(batch, scale, dropoutKey) {
      const { nats } = execute({ kind: 'step', batch, scale, dropoutKey });
      for (const other of gradients.slice(1)) kernels.add(other.length, other, params.gradients);
      return nats;
    },
    evaluate: (batch, fresh) => ({ ...execute({ kind: 'evaluate', batch, fresh }), best }),
    close: () => mailbox.send({ kind: 'end' }),
  };
}

function placeOf(data: Floats | Ids): Place {
  return { at: data.byteOffset, length: data.length };
}
