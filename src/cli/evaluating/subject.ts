import { statSync } from 'node:fs';
import { UserError, userError } from '../../core/errors.js';
import type { Watch } from '../../core/watch.js';
import { openRunData, runDataOf, type ModelFile } from '../../material/run-data.js';
import { text } from '../../material/text/material.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import { openCorpus, type Corpus, type CorpusOptions } from '../../material/text/corpus.js';
import { corpusOriginOf, encodingOf } from '../../runs/config.js';
import type { Encoding } from '../../text/encodings.js';
import { createVocabulary, type Vocabulary } from '../../text/vocabulary.js';
import type { IdSource } from '../../text/id-source.js';
import { refuseToOverwriteInputs } from '../../app/outputs.js';
import type { Counts } from '../../ngram/mixture.js';
import type { EvalValues } from '../options/eval.js';

/** A model that is evaluated. */
export type EvalModel = ModelFile;

/** What is evaluated, on what. */
export interface Subject {
  /** Absent when only n-grams are asked for. */
  readonly model: EvalModel | undefined;
  readonly vocabulary: Vocabulary;
  /** The counts that the model's run kept, to be mixed with it. */
  readonly counts?: Counts | undefined;
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
  watch: Watch,
): Promise<Subject> {
  const needsTraining = values.baseline || values.breakdown || values.novelty !== undefined;
  const texts = files.slice(model ? 1 : 0);
  const pointless = texts.length === 0 && values.novelty === undefined;
  const nothingToAsk = !model && (values.train.length === 0 || !needsTraining || values.breakdown);
  if (pointless || nothingToAsk)
    throw userError('usage/missing-argument', { usage: 'char-rnn eval <model> <text..>' });

  const { include, exclude } = values;
  const encoding = values.encoding ?? (model && encodingOf(model.snapshot.training, model.file));
  const known = model && createVocabulary(model.snapshot.vocabulary);
  const open: { close(): void }[] = [];
  const openText = async (paths: readonly string[], options: CorpusOptions) => {
    refuseToOverwriteInputs(values, paths);
    const corpus = await openCorpus(paths, {
      encoding,
      include,
      exclude,
      signal: watch.signal,
      unknown: 'skip',
      ...options,
    });
    open.push(corpus);
    return corpus;
  };
  const close = () => open.forEach((each) => each.close());
  const openTraining = async (): Promise<Training | undefined> => {
    if (needsTraining && (values.train.length > 0 || model === undefined))
      return openText(values.train, { vocabulary: known });
    const own = needsTraining ? await ownTraining(model!, watch) : await trainingForOverlap(model, watch);
    if (own) {
      open.push(own);
      refuseToOverwriteInputs(values, own.files);
    }
    return own;
  };
  try {
    const train = await openTraining();
    const vocabulary = known ?? train!.vocabulary;
    const test = texts.length > 0 ? await openText(texts, { vocabulary }) : undefined;
    return { model, vocabulary, test, train: train?.source, encoding, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** A text to count and to compare with. */
interface Training {
  readonly source: IdSource;
  readonly files: readonly string[];
  readonly vocabulary: Vocabulary;
  close(): void;
}

const HINT = 'name it with --train FILE';

/** The training part of the model's own corpus, which must be as it was. Throws data/*. */
async function ownTraining(model: EvalModel, watch: Watch): Promise<Training> {
  const run = runDataOf(model, HINT);
  const opened = await openRunData(run, { changed: 'refuse', hint: HINT, watch }, text);
  const { files, vocabulary, close } = opened;
  return { source: opened.part('train'), files, vocabulary, close };
}

/** The longest training text, in symbols, that is read only to check whether the text to predict occurs in it. */
const CHEAP = 50_000_000;

/** The training text, where it is known, unchanged and short enough. */
async function trainingForOverlap(model: EvalModel | undefined, watch: Watch): Promise<Training | undefined> {
  const corpus = model && corpusOriginOf(model.snapshot.training, model.file);
  if (corpus === undefined || corpus.characters > CHEAP) return undefined;
  try {
    return await ownTraining(model!, watch);
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
