/**
 * The part of the library that reads no file and knows no Node, so that it also runs in a browser page: networks, their
 * trainer and sampler, on data in memory.
 *
 *     import { corpusFromText, languageData, loadModel, sampleText, trainNetwork } from 'char-rnn-ts/in-memory';
 */

// train, then use
export { corpusFromText, type TextCorpus } from '../text/corpus.js';
export { languageData } from '../tasks/language.js';
export {
  defaultPreset,
  presets,
  tablePreset,
  rateOf,
  usualSchedules,
  type PresetName,
} from '../train/presets.js';
export { trainNetwork } from '../train/trainer.js';
export { loadModel, type LoadedModel } from './load-model.js';
export { sampleText, type SampleTextOptions } from './sample-text.js';
export { evaluateText, type EvaluateOptions } from './evaluate-text.js';
export { searchText } from './search-text.js';

// training: options, data, events
export type { ScheduleOptions, TrainOptions } from '../train/options.js';
export type { BestModel, TrainRun } from '../train/session.js';
export type { Engine, EngineBatch, EngineFactory, EngineSetup, Predicted } from '../train/engine.js';
export type { Score } from '../train/progress.js';
export type * from '../train/events.js';
export type { Initialization } from '../model/initialize.js';
export type { OptimizerOptions } from '../optim/optimizer.js';
export type { OwnParts, SplitOptions } from '../data/splits.js';
export type * from '../data/train-data.js';
export { createBatch, type Batch, type BatchParts } from '../data/batch.js';
export { createTask } from '../tasks/index.js';
export { examplesData, type ExampleParts } from '../tasks/examples-data.js';
export type { ExampleTask, RowLengths } from '../tasks/example-task.js';
export { arrayExamples, type Example, type Examples } from '../data/examples.js';
export {
  createAnswerer,
  type Answerer,
  type Source,
  type WriteOptions,
  type Written,
} from '../sample/answers.js';

// text to symbols and back
export { createSymbolCounter, type SymbolCounter } from '../text/count.js';
export { createVocabulary, symbolNames, type Vocabulary } from '../text/vocabulary.js';
export { createEncoder, encode, encodeKnown, type Encoder } from '../text/tokens.js';
export { createDecoder, decode, type Decoder } from '../text/decoder.js';
export { arraySource, sliceSource, type IdSource } from '../text/id-source.js';

// what computes, and where arrays live
export { chooseBackend, type Backend, type BackendName } from '../kernels/index.js';
export type * from '../kernels/kernels.js';
export type { ConvolutionKernels, Filters } from '../kernels/convolution-kernels.js';
export type { MapKernels } from '../kernels/map-kernels.js';
export { createPlainMemory, createSharedMemory, type Memory, type WasmMemory } from '../core/memory.js';
export type { Bytes, Floats, Ids } from '../core/floats.js';
export type { Check } from '../core/check.js';
export type { Sequence } from '../core/sequence.js';
export { createRng, restoreRng, type Rng } from '../core/rng.js';

// the network
export { createModel, modelFromSnapshot } from '../model/language-model.js';
export type { LanguageModel, ModelSetup } from '../model/language-model.js';
export { readText, type ReadWindow, type Stretch } from '../model/read-text.js';
export { transferWeights, type ForeignWeights } from '../model/transfer.js';
export { createLoss, type Answers, type Loss, type Outcome } from '../model/loss.js';
export { gradientsOf, weightsOf, type Params, type ParamSlot } from '../core/params.js';
export type { Parts } from '../model/parts.js';
export type { NetworkSetup } from '../model/build.js';
export type { IndexedRows } from '../data/indexed-rows.js';
export type * from '../layers/layer.js';
export type * from '../layers/cell.js';
export { cellNames, registerCell } from '../layers/cells.js';
export { registerOnnxForm, type OnnxForm, type OnnxOperator } from '../formats/onnx/forms.js';
export { createStateSequence, unroll, type Recurrence, type StateSequence } from '../layers/unroll.js';
export type { Product } from '../layers/product.js';
export type * from '../core/snapshot.js';

// sampling, evaluation, inspection in detail
export { sample, type SampleOptions } from '../sample/sampler.js';
export type { Choice, Draw } from '../sample/choice.js';
export type { Repetition } from '../sample/repetition.js';
export type { Evaluation } from '../eval/evaluate.js';
export type { Part as ScoredPart, ScoredText } from '../eval/score-text.js';
export {
  library as features,
  regexFeature,
  type Feature,
  type ReadyFeature,
} from '../inspect/features/index.js';
export type { SearchOptions } from '../inspect/search/search.js';
export type { FirstWeights } from '../inspect/search/controls.js';
export type { CellRef } from '../model/cell-name.js';
export type { Cell as WatchedCell } from '../inspect/forward/cells.js';
export type { Interval } from '../inspect/forward/record.js';
export type {
  Both,
  CellReport,
  FeatureReport,
  Parts as TextParts,
  SearchReport,
  TextReport,
  Verdict,
} from '../inspect/search/report.js';

// checkpoints as bytes
export { decodeCheckpoint, encodeCheckpoint } from '../formats/checkpoint/checkpoint.js';
export { UserError, type ErrorCode, type ErrorFields } from '../core/errors.js';
