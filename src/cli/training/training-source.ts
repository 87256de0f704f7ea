import type { TrainData } from '../../data/train-data.js';
import type { CorpusOrigin } from '../../runs/config.js';
import type { TrainOptions } from '../../train/options.js';
import type { TrainCorpus } from './training.js';

/** The data of a run, a text or a table, open and read. The vocabulary is the part that a language model can share. */
export interface TrainingSource extends TrainCorpus {
  /** Where it came from, for the run's configuration. */
  readonly origin: CorpusOrigin;
  /** Remarks for the user, a line each. */
  readonly notes: readonly string[];
  /** Divides it for training. */
  data(options: TrainOptions): TrainData;
}
