import { createRng } from '../../src/core/rng.js';
import { shuffle } from '../../src/core/shuffle.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import type { Clips } from '../../src/data/clips.js';
import { scoreCaptions } from '../../src/eval/score-captions.js';
import { captionIds } from '../../src/material/images/captions.js';
import { chooseBackend, type Backend } from '../../src/kernels/index.js';
import { captionData, captionTask } from '../../src/tasks/captions.js';
import { optionsOf } from './networks.js';
import type { Run } from './run.js';

/** Captions of drawn scenes, and the control: the same network on captions of other images. */
export interface Captioner {
  readonly name: string;
  readonly shuffled: boolean;
  readonly epochs: number;
}

export const captioners: readonly Captioner[] = [
  { name: 'captions: CNN, LSTM 64', shuffled: false, epochs: 30 },
  { name: 'captions: control on shuffled images', shuffled: true, epochs: 30 },
];

const place = { file: 'scenes.npz', column: 'y', first: 1 };

/** How a captioner is trained. */
export function captionRun(
  { shuffled, epochs }: Captioner,
  scenes: Clips,
  seed: number,
  { memory }: Backend,
): Run {
  const { symbols, ids } = captionIds(scenes.labels!, 'words', place);
  const images = {
    network: 'captions',
    size: scenes.S,
    channels: scenes.C,
    kernel: 3,
    features: 64,
  } as const;
  const network = { cell: 'lstm', hidden: 64, layers: 1, embedding: 0, dropout: 0, recurrentBias: true };
  const options = optionsOf({ epochs }, { ...network, images }, seed);
  const task = captionTask(symbols, { toTokens: 'words' });
  const given = shuffled ? shuffle([...ids], createRng(seed, 1)) : ids;
  return { options, task, data: captionData({ images: scenes, captions: given }, task, options, memory) };
}

/** Words and captions that are right, for images of kinds that are in training, and of kinds that are not. */
export async function captionScores(
  snapshot: Snapshot,
  seen: Clips,
  unseen: Clips,
): Promise<Record<string, number>> {
  const backend = await chooseBackend();
  const scoreOf = async (images: Clips) => {
    const { ids } = captionIds(images.labels!, 'words', place, { known: snapshot.task!.target });
    return (await scoreCaptions(snapshot, { images, given: ids }, backend, { rng: createRng(1) })).metrics;
  };
  const [known, fresh] = [await scoreOf(seen), await scoreOf(unseen)];
  return {
    words: known['wordAccuracy']!.value,
    captions: known['exactMatch']!.value,
    unseenWords: fresh['wordAccuracy']!.value,
    unseenCaptions: fresh['exactMatch']!.value,
  };
}
