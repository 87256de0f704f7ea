import { statSync } from 'node:fs';
import { UserError, userError } from '../../core/errors.js';
import type { Snapshot } from '../../core/snapshot.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import { openCorpus, type Corpus, type CorpusOptions } from '../../material/text/corpus.js';
import { encodingOf, parseRunConfig } from '../../runs/config.js';
import type { Encoding } from '../../text/encodings.js';
import { createVocabulary, type Vocabulary } from '../../text/vocabulary.js';
import { sliceSource, type IdSource } from '../../text/id-source.js';
import { splitPoints } from '../../data/splits.js';
import { refuseToOverwriteInputs } from '../../app/outputs.js';
import type { EvalValues } from '../options/eval.js';

/** A model that is evaluated. */
export interface EvalModel {
  readonly file: string;
  readonly snapshot: Snapshot;
}

/** What is evaluated, on what. */
export interface Subject {
  /** Absent when only n-grams are asked for. */
  readonly model: EvalModel | undefined;
  readonly vocabulary: Vocabulary;
  /** The text to predict; absent when only the novelty of a sample is asked for. */
  readonly test: Corpus | undefined;
  /** The training text: of --train, else the training part of the model's own corpus. */
  readonly train: IdSource | undefined;
  /** Of --encoding, else as in training. */
  readonly encoding: Encoding | undefined;
  close(): void;
}

/** The model, if the first argument is one: with --train it may be a text. */
export function openEvalModel({ train }: EvalValues, files: readonly string[]): EvalModel | undefined {
  const [path] = files;
  if (path === undefined || (train.length > 0 && !isModel(path))) return undefined;
  const file = findModel(path);
  return { file, snapshot: readCheckpoint(file) };
}

/** Opens the texts that are needed. */
export async function openSubject(
  model: EvalModel | undefined,
  values: EvalValues,
  files: readonly string[],
  signal: AbortSignal,
): Promise<Subject> {
  const needsTraining = values.baseline || values.breakdown || values.novelty !== undefined;
  const texts = files.slice(model ? 1 : 0);
  const pointless = texts.length === 0 && values.novelty === undefined;
  const nothingToAsk = !model && (values.train.length === 0 || !needsTraining || values.breakdown);
  if (pointless || nothingToAsk)
    throw userError('usage/missing-argument', { usage: 'char-rnn eval <model> <text..>' });

  const { include, exclude } = values;
  const encoding = values.encoding ?? (model && encodingOf(model.snapshot.training, model.file));
  const open: Corpus[] = [];
  const openText = async (paths: readonly string[], options: CorpusOptions) => {
    refuseToOverwriteInputs(values, paths);
    const corpus = await openCorpus(paths, {
      encoding,
      include,
      exclude,
      signal,
      unknown: 'skip',
      ...options,
    });
    open.push(corpus);
    return corpus;
  };
  const close = () => open.forEach((corpus) => corpus.close());
  try {
    const known = model && createVocabulary(model.snapshot.vocabulary);
    const train = needsTraining
      ? await openTraining(values.train, model, known, openText)
      : await trainingForOverlap(model, known, openText);
    const vocabulary = known ?? train!.vocabulary;
    const test = texts.length > 0 ? await openText(texts, { vocabulary }) : undefined;
    return { model, vocabulary, test, train: train?.source, encoding, close };
  } catch (error) {
    close();
    throw error;
  }
}

type OpenText = (paths: readonly string[], options: CorpusOptions) => Promise<Corpus>;

/** The training text, in the model's symbols where there is a model. */
async function openTraining(
  paths: readonly string[],
  model: EvalModel | undefined,
  vocabulary: Vocabulary | undefined,
  openText: OpenText,
): Promise<{ source: IdSource; vocabulary: Vocabulary }> {
  if (paths.length > 0 || model === undefined) return openText(paths, { vocabulary });
  const unknown = (why: string) => userError('eval/training-text', { model: model.file, why });
  if (model.snapshot.training === undefined) throw unknown('it was exported without its training');
  const { options, environment } = parseRunConfig(model.snapshot.training, model.file);
  const { files, encoding, include, exclude, digest } = environment.corpus;
  if (files.includes('-')) throw unknown('it came from stdin');
  if (options.split.layout === 'streams')
    throw unknown('its validation text lies in it, as the tails of batch rows');
  const corpus = await openText(files, { vocabulary, encoding, include, exclude, asBefore: true });
  if (corpus.digest !== digest) throw unknown('its files have changed');
  const { validation } = splitPoints(corpus.source.length, options.split);
  return { source: sliceSource(corpus.source, 0, validation), vocabulary: corpus.vocabulary };
}

/** The longest training text, in symbols, that is read only to check whether the text to predict occurs in it. */
const CHEAP = 50_000_000;

/** The training text, where it is known, unchanged and short enough. */
async function trainingForOverlap(
  model: EvalModel | undefined,
  vocabulary: Vocabulary | undefined,
  openText: OpenText,
): Promise<{ source: IdSource; vocabulary: Vocabulary } | undefined> {
  const training = model?.snapshot.training;
  if (!training || parseRunConfig(training, model.file).environment.corpus.characters > CHEAP)
    return undefined;
  try {
    return await openTraining([], model, vocabulary, openText);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Whether a path looks like a model rather than a text: a checkpoint by its name, or the directory of a run. */
function isModel(path: string): boolean {
  if (path.endsWith('.safetensors')) return true;
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isDirectory) return false;
  try {
    return findModel(path) !== '';
  } catch {
    return false;
  }
}
