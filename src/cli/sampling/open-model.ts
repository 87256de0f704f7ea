import type { Snapshot } from '../../core/snapshot.js';
import { encodingOf } from '../../runs/config.js';
import type { Encoding } from '../../text/encodings.js';
import type { Backend } from '../../kernels/index.js';
import { backendOf } from '../../app/backend.js';
import type { Clamp } from '../../layers/layer.js';
import { openSampling, type Sampling } from '../../sample/precision.js';
import { createVocabulary, type Vocabulary } from '../../text/vocabulary.js';
import type { SampleValues } from '../options/sample.js';
import type { Output } from '../terminal/output.js';
import { mixedSampling } from '../../sample/with-counts.js';
import type { Counts } from '../../ngram/mixture.js';
import { openCounts } from '../open-counts.js';
import { clampsOf } from './clamps.js';

/** A model for sampling, and its settings. */
export interface WritingModel {
  readonly snapshot: Snapshot;
  readonly vocabulary: Vocabulary;
  readonly backend: Backend;
  readonly sampling: Sampling;
  /** What its predictions are mixed with. */
  readonly counts: Counts | undefined;
  readonly clamps: readonly Clamp[];
  /** The encoding of the text it was trained on, where that is known. */
  readonly encoding: Encoding | undefined;
}

/** Opens the model at `path`. 16-bit weights are used where they hardly change the loss, and never with clamps. */
export async function openWritingModel(
  file: string,
  snapshot: Snapshot,
  values: SampleValues,
  err: Output,
): Promise<WritingModel> {
  const backend = await backendOf(values.backend);
  const clamps = clampsOf(values.clamp, snapshot.model);
  const sampling = openSampling(snapshot, backend, !values.exact && clamps.length === 0);
  const counts = await openCounts(file, snapshot, values.noCounts, err);
  if (sampling.bits === 32 && sampling.lossChange !== null) {
    const change = sampling.lossChange.toFixed(4);
    await err.write(`16-bit weights would change the loss by ${change} nats: weights keep their 32 bits\n`);
  }
  const encoding = encodingOf(snapshot.training, file);
  return {
    ...{ snapshot, vocabulary: createVocabulary(snapshot.vocabulary), backend, counts, clamps, encoding },
    sampling: counts ? mixedSampling(sampling, counts) : sampling,
  };
}
