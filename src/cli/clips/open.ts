import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { userError } from '../../core/errors.js';
import type { Ids } from '../../core/floats.js';
import { imageCount } from '../../data/clips.js';
import { captionIds, readCaptions } from '../../material/images/captions.js';
import { readClips, type ClipFile } from '../../material/images/clips.js';
import { corpusName } from '../../material/text/corpus.js';
import type { CorpusOrigin, TableOrigin } from '../../runs/config.js';
import { captionTask } from '../../tasks/captions.js';
import { createVocabulary } from '../../text/vocabulary.js';
import type { TrainCorpus } from '../training/training.js';

/** Whether these files are clips and not a text. */
export const areClips = (files: readonly string[]): boolean => files.some(isClips);

export const isClips = (file: string): boolean => file.endsWith('.npz');

/** Clips or images to train on, in place of a text. */
export interface ClipCorpus extends TrainCorpus, ClipFile {
  /** The caption of each image, as symbols of the task. */
  readonly captions?: readonly Ids[];
  readonly origin: CorpusOrigin;
}

/** How captions are read; undefined for labels. */
export type CaptionOrigin = TableOrigin | undefined;

/**
 * Opens the files of a run on clips. Throws usage/extra-argument, clips/unlabeled, clips/one-label, and as openCaptions
 * does.
 */
export async function openClips(
  files: readonly string[],
  captions: CaptionOrigin,
  signal: AbortSignal,
): Promise<ClipCorpus> {
  if (captions !== undefined) return openCaptioned(files, captions, signal);
  const [file, other] = files as [string, string?];
  if (other !== undefined)
    throw userError('usage/extra-argument', { value: other, usage: 'char-rnn train <clips.npz>' });
  const read = await readClips(file, { signal });
  const { labels } = read.clips;
  if (labels === null) throw userError('clips/unlabeled', { file });
  if (new Set(labels).size < 2) throw userError('clips/one-label', { file, label: labels[0]! });
  const vocabulary = createVocabulary({ tokens: 'chars', symbols: [] });
  return {
    ...read,
    ...{ name: corpusName(file), files, vocabulary },
    origin: originOf(files, read),
    close() {},
  };
}

/** Images with captions: an .npz file, and a table where the captions are not its array `y`. */
async function openCaptioned(
  files: readonly string[],
  table: TableOrigin,
  signal: AbortSignal,
): Promise<ClipCorpus> {
  const { read, ...given } = await readCaptioned(files, table, signal);
  const { toTokens } = table;
  const { symbols, ids } = captionIds(given.texts, toTokens, given);
  const origin = originOf(files, read, { ...table, from: [], to: given.column });
  const digest = createHash('sha256')
    .update(JSON.stringify([read.digest, given.texts]))
    .digest('hex');
  return {
    ...{ ...read, digest, name: corpusName(files.find(isClips)!), files, captions: ids },
    task: captionTask(symbols, { to: given.column, toTokens }),
    vocabulary: createVocabulary({ tokens: 'chars', symbols: toTokens === 'chars' ? symbols : [] }),
    ...{ origin: { ...origin, digest }, close() {} },
  };
}

/** Images and their captions as texts. Throws clips/images for clips, clips/unlabeled, clips/captions, table/*. */
export async function readCaptioned(
  files: readonly string[],
  { to, delimiter }: Pick<TableOrigin, 'to' | 'delimiter'>,
  signal: AbortSignal,
) {
  const file = files.find(isClips)!;
  const [table, other] = files.filter((path) => path !== file);
  if (other !== undefined)
    throw userError('usage/extra-argument', {
      value: other,
      usage: 'char-rnn train <images.npz> [captions.csv]',
    });
  const read = await readClips(file, { signal });
  const { N, T, labels } = read.clips;
  if (T !== null) throw userError('clips/images', { file, frames: T });
  if (table === undefined) {
    if (labels === null) throw userError('clips/unlabeled', { file });
    return { read, texts: labels, ...{ file, column: 'y', first: 1 } };
  }
  const captions = await readCaptions(table, { to, delimiter, signal });
  if (captions.texts.length !== N)
    throw userError('clips/captions', { file, images: N, table, rows: captions.texts.length });
  return { read, ...captions };
}

/**
 * The clips of a run that is resumed: the files given, else those it was trained on. Throws resume/stdin,
 * resume/changed.
 */
export async function reopenClips(
  given: readonly string[],
  origin: CorpusOrigin,
  { out, signal }: { readonly out: string; readonly signal: AbortSignal },
): Promise<ClipCorpus> {
  const files = given.length > 0 ? given : origin.files;
  if (given.length === 0 && files.includes('-')) throw userError('resume/stdin', { directory: out });
  const clips = await openClips(files, origin.table, signal);
  if (clips.digest === origin.digest) return clips;
  throw userError('resume/changed', { file: files.join(', '), directory: out });
}

/** The origin of the clips of a run, as for a text. */
function originOf(files: readonly string[], { clips, digest }: ClipFile, table?: TableOrigin): CorpusOrigin {
  return {
    files: files.map((file) => (file === '-' ? file : resolve(file))),
    ...{ include: [], exclude: [], encoding: 'utf8', tokens: 'chars', minCount: 1 },
    ...{ ...(table && { table }), characters: imageCount(clips), digest },
  };
}
