import { parentPort, workerData } from 'node:worker_threads';
import { runReplica, type ReplicaTask } from './replica-thread.js';

let failed: (() => void) | null = null;
process.once('exit', () => failed?.());

await runReplica(workerData as ReplicaTask, {
  ready: () => parentPort!.postMessage('ready'),
  onExit: (fail) => (failed = fail),
});
