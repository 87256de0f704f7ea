import { availableParallelism } from 'node:os';
import type { Snapshot } from '../../src/core/snapshot.js';
import type { Clips } from '../../src/data/clips.js';
import { mostLikely, answerClips } from '../../src/eval/clips.js';
import { chooseBackend } from '../../src/kernels/index.js';
import { classesOf, clipData } from '../../src/tasks/clips.js';
import { createVocabulary } from '../../src/text/vocabulary.js';
import type { TrainOptions } from '../../src/train/options.js';
import { createReplicas } from '../../src/train/replicas.js';
import { train } from '../../src/train/trainer.js';

/** Trains a network on clips to the end of its epochs. */
export async function trainOn(
  clips: Clips,
  options: TrainOptions,
  cnn?: Snapshot,
): Promise<{ snapshot: Snapshot; seconds: number }> {
  const backend = await chooseBackend();
  const labels = classesOf(clips);
  const run = {
    options,
    labels,
    vocabulary: createVocabulary({ tokens: 'chars', symbols: [] }),
    data: clipData(clips, labels, options, backend.memory),
    backend,
    createEngine: createReplicas(availableParallelism(), backend.name),
    ...(cnn && { initial: { weights: cnn.weights, symbols: [] } }),
  };
  const start = performance.now();
  let snapshot: Snapshot | undefined;
  let shown = 0;
  for await (const event of train(run)) {
    if (event.type === 'step' && performance.now() - shown > 200) {
      const text = `epoch ${event.epoch.toFixed(1)} of ${options.epochs}, loss ${event.loss.toFixed(3)}`;
      if (process.stderr.isTTY) process.stderr.write(`\r  ${text}  \x1b[K`);
      shown = performance.now();
    }
    if (event.type === 'save') snapshot = event.snapshot();
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  return { snapshot: snapshot!, seconds: (performance.now() - start) / 1000 };
}

/** The label a network gives each clip. */
export async function answersOf(snapshot: Snapshot, clips: Clips): Promise<string[]> {
  const answers = answerClips(snapshot, clips, await chooseBackend());
  return Array.from(answers, ({ probabilities }) => snapshot.labels![mostLikely(probabilities.at(-1)!)]!);
}
