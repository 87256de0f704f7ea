import type { Memory } from '../../core/memory.js';
import type { Clips } from '../../data/clips.js';
import { classesOf, clipData } from '../../tasks/clips.js';
import type { TrainOptions } from '../../train/options.js';

/** What a run on clips learns from: its data, and the labels in the order of the outputs. */
export function learnClips(
  clips: Clips,
  known: readonly string[] | undefined,
  options: TrainOptions,
  memory: Memory,
) {
  const labels = known ?? classesOf(clips);
  return { labels, data: clipData(clips, labels, options, memory) };
}
