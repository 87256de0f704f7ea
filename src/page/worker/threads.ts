import type { ReplicaThread } from '../../train/replica-thread.js';
import { runReplica, type ReplicaTask } from '../../train/replica-thread.js';
import type { StartThreads } from '../../train/replica-engine.js';

/**
 * The browser's way to start training threads: workers of this same script. Needs a page that is cross-origin isolated.
 */
export const startThreads: StartThreads = async (tasks) => {
  await Promise.all(tasks.map(startThread));
};

function startThread(task: ReplicaTask): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(self.location.href);
    thread.onmessage = () => resolve();
    thread.onerror = (event) => reject(new Error(event.message));
    thread.postMessage({ type: 'replica', task });
  });
}

/** The main function of a worker that was started as a training thread. */
export async function replicate(task: ReplicaTask): Promise<void> {
  let fail: (() => void) | null = null;
  const thread: ReplicaThread = {
    ready: () => self.postMessage('ready'),
    onExit: (mailboxFails) => (fail = mailboxFails),
  };
  try {
    await runReplica(task, thread);
    self.close();
  } catch (error) {
    // TypeScript does not see the assignment in onExit
    (fail as (() => void) | null)?.();
    throw error;
  }
}
