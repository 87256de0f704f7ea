import { UserError, userError } from '../core/errors.js';
import { unwatched, type Watch } from '../core/watch.js';
import type { BackendName } from '../kernels/index.js';
import type { Each, Evaluation, Measures, NamedOptions, ScoreOptions } from '../material/evaluation.js';
import { materialToRead } from '../material/index.js';
import { openRunData, runDataOf } from '../material/run-data.js';
import { openCorpus } from '../material/text/corpus.js';
import { scoreNgrams } from '../material/text/score.js';
import type { Skipped } from '../material/text/corpus-files.js';
import type { ModelFile } from '../runs/checkpoint.js';
import { corpusOriginOf } from '../runs/config.js';
import { backendOf } from './backend.js';
import { modelOf } from './model.js';

export type { Each, Item } from '../material/evaluation.js';

/** What is evaluated, on what: fields named like the flags of `eval`. */
export interface EvaluateRequest extends Measures, Omit<NamedOptions, 'watch'> {
  /** A checkpoint, or the path of one or of a run. Without it n-grams of `train` are measured. */
  readonly model?: string | ModelFile | undefined;
  /** The texts, the table, or the clips or images and their captions. None for the novelty of a sample alone. */
  readonly files?: readonly string[] | undefined;
  /** What is counted and compared with; default: what the model was trained on. */
  readonly train?: readonly string[] | undefined;
  readonly backend?: 'auto' | BackendName | undefined;
  /** Receives the scores of single characters, lines or rows, in order, some at a time; is awaited. */
  readonly each?: Each | undefined;
  /** Called with the files of the model's own data before anything is measured; may throw. */
  readonly onOpen?: ((files: readonly string[]) => void) | undefined;
  readonly watch?: Watch | undefined;
}

/** What was measured, on which files. */
export interface Evaluated extends Evaluation {
  readonly skipped: readonly Skipped[];
}

/**
 * How well a model predicts a text, answers the rows of a table, labels clips or describes images: loss, the metrics of
 * its task, and what they are compared with. Throws usage/missing-argument, clips/model, data/* where the training data
 * are needed and cannot be had again, and what opening and reading throw.
 *
 * @example
 * const { loss, figures } = await evaluate({ model: 'runs/moby', files: ['chapter.txt'], baseline: 'ngram' });
 */
export async function evaluate(request: EvaluateRequest): Promise<Evaluated> {
  const { model: given, files = [], backend = 'auto', batch = 32, seed = 1, watch = unwatched } = request;
  if (given === undefined) return evaluateNgrams(request);
  if (files.length === 0 && request.novelty === undefined) throw missing();
  const model = modelOf({ model: given });
  const material = materialToRead(model, files);
  const open: { close(): void }[] = [];
  const openNamed = async (named: readonly string[]) => {
    const data = await material.openFor(model, named, { ...request, watch });
    open.push(data);
    return data;
  };
  const training = async (needed: boolean) => {
    if (request.train?.length) return (await openNamed(request.train)).part;
    const own = await openOwn(model, needed, watch);
    if (own === undefined) return undefined;
    open.push(own);
    request.onOpen?.(own.files);
    return own.part;
  };
  try {
    const data = await openNamed(files);
    const how: ScoreOptions = { ...request, backend: await backendOf(backend), batch, seed, watch, training };
    const { figures, notes, ...rest } = await material.score(model, data, how);
    const texts = files.length > 0 && { texts: data.files };
    return {
      ...rest,
      figures: { model: model.file, ...texts, ...figures },
      notes: [...data.notes, ...notes],
      skipped: data.skipped ?? [],
    };
  } finally {
    open.forEach((each) => each.close());
  }
}

const missing = () =>
  userError('usage/missing-argument', { usage: 'char-rnn eval <model> <text..|table|clips.npz>' });

/** The most symbols of training data that are read only to see whether the test data occur in them. */
const CHEAP = 50_000_000;
const HINT = 'name it with --train FILE';

/** What the model was trained on, which must be as it was; where it is not needed, undefined if it is not. */
async function openOwn(model: ModelFile, needed: boolean, watch: Watch) {
  const corpus = corpusOriginOf(model.snapshot.training, model.file);
  if (!needed && (corpus === undefined || corpus.characters > CHEAP)) return undefined;
  try {
    const opened = await openRunData(runDataOf(model, HINT), { changed: 'refuse', hint: HINT, watch });
    const { files, close } = opened;
    try {
      return { files, part: opened.part?.('train'), close };
    } catch (error) {
      close();
      throw error;
    }
  } catch (error) {
    if (needed || !(error instanceof UserError)) throw error;
    return undefined;
  }
}

/** n-grams of the training text on another: needs no model. */
async function evaluateNgrams(request: EvaluateRequest): Promise<Evaluated> {
  const { files = [], train = [], baseline, breakdown, backend = 'auto' } = request;
  const { batch = 32, seed = 1, watch = unwatched } = request;
  if (files.length === 0 || train.length === 0 || baseline === undefined || breakdown) throw missing();
  const reading = { ...request, signal: watch.signal, unknown: 'skip' as const };
  const counted = await openCorpus(train, reading);
  try {
    const test = await openCorpus(files, { ...reading, vocabulary: counted.vocabulary });
    const how = { ...request, backend: await backendOf(backend), batch, seed, watch };
    const { figures, ...rest } = await scoreNgrams(counted, test, how).finally(test.close);
    return { ...rest, figures: { texts: test.files, ...figures }, skipped: test.skipped };
  } finally {
    counted.close();
  }
}
