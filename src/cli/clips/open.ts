import { resolve } from 'node:path';
import { userError } from '../../core/errors.js';
import { corpusName } from '../../files/corpus.js';
import { readClips, type ClipFile } from '../../files/clips.js';
import type { CorpusOrigin } from '../../files/run-config.js';
import { imageCount } from '../../data/clips.js';
import { createVocabulary } from '../../text/vocabulary.js';
import type { TrainCorpus } from '../training/training.js';

/** Whether these files are clips and not a text. */
export const areClips = (files: readonly string[]): boolean => files.some((file) => file.endsWith('.npz'));

/** Clips to train on: what stands for the text of a run. */
export interface ClipCorpus extends TrainCorpus, ClipFile {}

/** Opens the one file of a run on clips. Throws usage/extra-argument, clips/unlabeled, clips/one-label. */
export async function openClips(files: readonly string[], signal: AbortSignal): Promise<ClipCorpus> {
  const [file, other] = files as [string, string?];
  if (other !== undefined)
    throw userError('usage/extra-argument', { value: other, usage: 'char-rnn train <clips.npz>' });
  const read = await readClips(file, { signal });
  const { labels } = read.clips;
  if (labels === null) throw userError('clips/unlabeled', { file });
  if (new Set(labels).size < 2) throw userError('clips/one-label', { file, label: labels[0]! });
  const vocabulary = createVocabulary({ tokens: 'chars', symbols: [] });
  return { ...read, name: corpusName(file), files: [file], vocabulary, close() {} };
}

/** The clips of a run that is resumed: the files given, else those it was trained on. Throws resume/stdin, resume/changed. */
export async function reopenClips(
  given: readonly string[],
  origin: CorpusOrigin,
  { out, signal }: { readonly out: string; readonly signal: AbortSignal },
): Promise<ClipCorpus> {
  const files = given.length > 0 ? given : origin.files;
  if (given.length === 0 && files.includes('-')) throw userError('resume/stdin', { directory: out });
  const clips = await openClips(files, signal);
  if (clips.digest === origin.digest) return clips;
  throw userError('resume/changed', { file: files.join(', '), directory: out });
}

/** Where the clips of a run came from, as a text's origin is kept. */
export function clipOrigin(file: string, { clips, digest }: ClipFile): CorpusOrigin {
  return {
    files: [file === '-' ? file : resolve(file)],
    ...{ include: [], encoding: 'utf8', tokens: 'chars', minCount: 1 },
    ...{ characters: imageCount(clips), digest },
  };
}
