import type { TrainData } from '../../data/train-data.js';
import type { CorpusOrigin } from '../../files/run-config.js';
import type { TrainOptions } from '../../train/options.js';
import type { TrainCorpus } from './training.js';

/** What a run is trained on, a text or a table, open and read. The vocabulary is what a language model can know of it. */
export interface TrainingSource extends TrainCorpus {
  /** Where it came from, for the run's configuration. */
  readonly origin: CorpusOrigin;
  /** What the user should know of it, a line each. */
  readonly notes: readonly string[];
  /** Divides it for training. */
  data(options: TrainOptions): TrainData;
}
