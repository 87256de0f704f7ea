import type { Memory } from '../../core/memory.js';
import { captionData } from '../../tasks/captions.js';
import { classesOf, clipData } from '../../tasks/clips.js';
import type { TrainOptions } from '../../train/options.js';
import type { TrainRun } from '../../train/session.js';
import type { ClipCorpus } from './open.js';

/** The data of a run on clips and, where it labels clips, the labels in the order of the outputs. */
export function learnClips(
  { clips, task, captions }: ClipCorpus,
  known: readonly string[] | undefined,
  options: TrainOptions,
  memory: Memory,
): Pick<TrainRun, 'labels' | 'data'> {
  if (captions) return { data: captionData(clips, captions, task!, options, memory) };
  const labels = known ?? classesOf(clips);
  return { labels, data: clipData(clips, labels, options, memory) };
}
