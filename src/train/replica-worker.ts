import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { preloadBackend, type BackendName } from '../kernels/index.js';
import { runReplica, type ReplicaTask } from './replica-thread.js';

let failed: (() => void) | null = null;
process.once('exit', () => failed?.());

const message = once(parentPort!, 'message');
await preloadBackend(workerData as 'auto' | BackendName);
const [task] = (await message) as [ReplicaTask];
await runReplica(task, {
  ready: () => parentPort!.postMessage('ready'),
  onExit: (fail) => (failed = fail),
});
