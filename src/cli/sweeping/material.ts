import type { ModelConfig } from '../../core/snapshot.js';
import { imageCount } from '../../data/clips.js';
import { openCorpus } from '../../material/text/corpus.js';
import { classesOf } from '../../tasks/clips.js';
import { createTask } from '../../tasks/index.js';
import type { TrainOptions } from '../../train/options.js';
import { areClips, isClips, openClips } from '../clips/open.js';
import { captionTable, clipOptions } from '../clips/options.js';
import { trainOptions } from '../options/train-options.js';
import type { TrainValues } from '../options/train.js';

/** The data of all runs of a grid, read once to know its size. */
export interface Material {
  /** Characters, or images. */
  readonly symbols: number;
  /** As in config.json. */
  readonly digest: string;
  /** The settings of a run on it. */
  options(values: TrainValues): TrainOptions;
  /** The network of such a run. */
  model(options: TrainOptions): ModelConfig;
}

/** Reads a corpus or clips. `signal` ends the reading. Throws corpus/*, clips/*, disk/*. */
export async function readMaterial(
  files: readonly string[],
  values: TrainValues,
  signal: AbortSignal,
): Promise<Material> {
  if (areClips(files)) {
    const { clips, digest, task } = await openClips(files, captionTable(values), signal);
    const outputs = task ? null : classesOf(clips).length;
    return {
      symbols: imageCount(clips),
      digest,
      options: (given) => clipOptions(given, clips, outputs, files.find(isClips)!),
      model: ({ model }) => ({ ...model, vocabulary: 0, ...(task && createTask(task).model) }),
    };
  }
  const { include, exclude, encoding, tokens, minCount } = values;
  const corpus = await openCorpus(files, { tokens, include, exclude, encoding, minCount, signal });
  corpus.close();
  return {
    symbols: corpus.characters,
    digest: corpus.digest,
    options: trainOptions,
    model: ({ model }) => ({ ...model, vocabulary: corpus.vocabulary.size }),
  };
}
