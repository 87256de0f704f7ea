import { argmax } from '../../src/core/numbers.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import type { Clips } from '../../src/data/clips.js';
import { answerClips } from '../../src/sample/clips.js';
import { chooseBackend, type Backend } from '../../src/kernels/index.js';
import { createVocabulary } from '../../src/text/vocabulary.js';
import { createReplicas } from '../../src/train/replicas.js';
import type { TrainRun } from '../../src/train/session.js';
import { trainNetwork } from '../../src/train/trainer.js';

/** What is trained, without what all runs share. */
export type Run = Pick<TrainRun, 'options' | 'labels' | 'task' | 'data'> & {
  readonly cnn?: Snapshot | undefined;
};

/** Trains a network to the end of its epochs, showing its progress on a terminal. */
export async function trainOn(
  { cnn, ...run }: Run,
  backend: Backend,
  threads: number,
): Promise<{ snapshot: Snapshot; seconds: number; cpuSeconds: number }> {
  const start = performance.now();
  const cpuStart = process.cpuUsage();
  let snapshot: Snapshot | undefined;
  let shown = 0;
  const events = trainNetwork({
    ...run,
    vocabulary: createVocabulary({ tokens: 'chars', symbols: [] }),
    backend,
    createEngine: createReplicas(threads, backend.name),
    ...(cnn && { initial: { weights: cnn.weights, symbols: [] } }),
  });
  for await (const event of events) {
    if (event.type === 'step' && process.stderr.isTTY && performance.now() - shown > 200) {
      const { epoch, loss } = event;
      process.stderr.write(
        `\r  epoch ${epoch.toFixed(1)} of ${run.options.epochs}, loss ${loss.toFixed(3)}  \x1b[K`,
      );
      shown = performance.now();
    }
    if (event.type === 'save') snapshot = event.snapshot();
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const { user, system } = process.cpuUsage(cpuStart);
  const seconds = (performance.now() - start) / 1000;
  return { snapshot: snapshot!, seconds, cpuSeconds: (user + system) / 1e6 };
}

/** The label a network gives each clip. */
export async function answersOf(snapshot: Snapshot, clips: Clips): Promise<string[]> {
  const answers = answerClips(snapshot, clips, await chooseBackend());
  return Array.from(answers, ({ probabilities }) => snapshot.labels![argmax(probabilities.at(-1)!)]!);
}
