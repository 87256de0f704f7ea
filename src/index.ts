/**
 * The library: everything below files/, which knows neither files nor terminals and also runs in a browser page.
 *
 *     import { chooseBackend, createEncoder, presets, sample, train } from 'char-rnn-ts';
 */

// text to symbols and back
export { createSymbolCounter } from './text/count.js';
export { createVocabulary, symbolNames, type Vocabulary } from './text/vocabulary.js';
export { encode, encodeKnown } from './text/tokens.js';
export { createDecoder, decode, type Decoder } from './text/decoder.js';
export { arraySource, sliceSource, type IdSource } from './text/id-source.js';

// what computes, and where arrays live
export { chooseBackend, type Backend, type BackendName } from './kernels/index.js';
export type { Kernels } from './kernels/kernels.js';
export { createPlainMemory, createSharedMemory, type Memory } from './core/memory.js';
export { createRng, restoreRng, type Rng } from './core/rng.js';

// the network
export { createModel, modelFromSnapshot, type LanguageModel } from './model/language-model.js';
export { createLoss } from './model/loss.js';
export { gradientsOf, weightsOf, type Params } from './core/params.js';
export type { Clamp, Layer, Pass, State } from './layers/layer.js';
export type { ModelConfig, Snapshot, Tensor } from './core/snapshot.js';

// training and sampling
export { presets, type PresetName } from './train/presets.js';
export type { TrainOptions } from './train/options.js';
export type * from './train/events.js';
export { languageData } from './tasks/language.js';
export type { DataPart, TrainData } from './data/train-data.js';
export type { Batch } from './data/batch.js';
export { train } from './train/trainer.js';
export type { TrainRun } from './train/session.js';
export { sample, type SampleOptions } from './sample/sampler.js';
export type { Choice, Draw } from './sample/choice.js';
export { readStart, sampleRows, type Job, type RowDraw, type Start } from './sample/rows.js';
export { beamSearch, type BeamOptions, type Hypothesis } from './sample/beam.js';
export { beamOfModel } from './sample/beam-model.js';

// checkpoints as bytes
export { decodeCheckpoint, encodeCheckpoint } from './formats/checkpoint.js';
export { UserError } from './core/errors.js';
