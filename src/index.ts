/**
 * What the commands of `char-rnn` do, as functions: a typed request in, whose fields are named like the flags, and events or
 * a plain result out. No flag, no terminal, no process.
 *
 *     import { compare, evaluate, inspect, resume, sample, train } from 'char-rnn-ts';
 *
 * Below them, the networks themselves: `char-rnn-ts/in-memory`, which also runs in a browser page.
 */

export { train, resume } from './app/train/train.js';
export { planRun } from './app/train/plan.js';
export { sample } from './app/sample/sample.js';
export { sampleLines, type LineEvent, type LinesRequest } from './app/sample/lines.js';
export { answer, type AnswerRequest } from './app/sample/answer.js';
export { evaluate, type EvaluateRequest, type Evaluated } from './app/evaluate.js';
export { inspect, type ViewRequest } from './app/inspect/inspect.js';

export { compare, type CompareRequest, type Comparison } from './app/compare/compare.js';
export { sweep, type SweepRequest, type SweepRun } from './app/sweep/sweep.js';
export { exportModel, type Exported, type ExportRequest } from './app/export.js';

// requests and what comes of them
export type * from './app/train/request.js';
export type * from './app/train/events.js';
export type {
  ClampedCell,
  ModelFields,
  PrimeFields,
  SampleRequest,
  WritingFields,
} from './app/sample/request.js';
export type * from './app/sample/events.js';
export type * from './app/inspect/request.js';
export type { Reports } from './inspect/views/reports.js';
export type * from './inspect/over/report.js';
export type * from './inspect/match/report.js';
export type * from './inspect/pairs/report.js';
export type { Ablation, AblationReport } from './inspect/views/ablation/report.js';
export type { CellsReport, Excerpt } from './inspect/views/cells/report.js';
export type { FlowReport, LayerFlow } from './inspect/views/flow/report.js';
export type { GateReport, GatesReport } from './inspect/views/gates/report.js';
export type { ClipMemory, Maps, ShownClip } from './inspect/views/memory/clips-report.js';
export type { MemoryPoint, MemoryReport } from './inspect/views/memory/report.js';
export type { SaliencyReport, SaliencyRow } from './inspect/views/saliency/report.js';
export type { TextViewReport } from './inspect/views/text/index.js';
export type { RowReport, RowsReport } from './inspect/views/text/rows-report.js';
export type { CellCoverage, CellVerdict, CoverageReport, Explained } from './inspect/coverage/report.js';
export type { Against } from './app/compare/against.js';
export type { Row as ComparedRun, State as RunState } from './app/compare/read-run.js';
export type { Cost } from './app/sweep/cost.js';
export type { PlannedState } from './app/sweep/planned-state.js';
export type { ExportFormat } from './formats/exports.js';
export type { OnnxVariant } from './formats/onnx/onnx.js';
export type { SeedGroup, Spread } from './app/compare/seeds.js';
export type { ModelFile } from './runs/checkpoint.js';
export type { Skipped } from './material/text/corpus-files.js';
export type { Answer, AnswerFields, Answers } from './material/answers.js';
export type { Units } from './tasks/units.js';
export type { CorpusOrigin, OwnFile, OwnFiles, SeriesOrigin, TableOrigin } from './runs/config.js';
export type { Interval } from './eval/bootstrap.js';
export type { PairedDifference } from './eval/paired.js';
export type { Metric, Metrics } from './eval/task-metrics.js';
export type { ChoiceFields } from './sample/choice.js';
export type { Encoding } from './text/encodings.js';
export type { TaskName } from './tasks/task-data.js';
export type * from './material/request.js';
export type {
  Each,
  Evaluation,
  Item,
  Measures,
  NamedData,
  NamedOptions,
  ScoreOptions,
} from './material/evaluation.js';
export type * from './core/result.js';
export { unwatched, type Watch } from './core/watch.js';
export { UserError, type ErrorCode, type ErrorFields } from './core/errors.js';
