import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { userError } from '../../core/errors.js';
import { count } from '../../core/format.js';
import type { ImageConfig, TaskData } from '../../core/snapshot.js';
import { imageCount, type Clips } from '../../data/clips.js';
import { divisorOf } from '../../model/image-shapes.js';
import type { CorpusOrigin } from '../../runs/config.js';
import { captionData, captionTask } from '../../tasks/captions.js';
import { classesOf, clipData } from '../../tasks/clips.js';
import { createVocabulary } from '../../text/vocabulary.js';
import type { TrainOptions } from '../../train/options.js';
import type { Material, Opened, OpenOptions } from '../material.js';
import type { DataRequest } from '../request.js';
import { answerImages } from './answer.js';
import { captionIds, readCaptioned } from './captions.js';
import { controlCaptions } from './control.js';
import { readClips, type ClipFile } from './clips.js';
import { imagesKind } from './kind.js';
import { openImagesFor, scoreImages, type ReadImages } from './score.js';
import { namedClips } from './subject.js';

/** Clips or images with labels, and images with captions: an .npz file, and a table where the captions are not in it. */
export const images: Material<Opened, ReadImages> = {
  ...imagesKind,
  open: (request, how) =>
    request.table === undefined ? openLabeled(request, how) : openCaptioned(request, request.table, how),
  openFor: openImagesFor,
  score: scoreImages,
  answer: answerImages,
  subject: namedClips,
};

/** Throws usage/extra-argument, clips/unlabeled, clips/one-label. */
async function openLabeled(request: DataRequest, { watch }: OpenOptions): Promise<Opened> {
  const [file, other] = request.files as [string, string?];
  if (other !== undefined)
    throw userError('usage/extra-argument', { value: other, usage: 'char-rnn train <clips.npz>' });
  const read = await readClips(file, watch);
  const { clips } = read;
  if (clips.labels === null) throw userError('clips/unlabeled', { file });
  if (new Set(clips.labels).size < 2) throw userError('clips/one-label', { file, label: clips.labels[0]! });
  const labels = classesOf(clips);
  return {
    ...common(request, read),
    vocabulary: createVocabulary({ tokens: 'chars', symbols: [] }),
    labels,
    facts: () => [factOf(request, clips, `${labels.length} labels`)],
    complete: (options) => sized(options, clips, file, { embedding: 0, outputs: labels.length }),
    data: (options, memory) => clipData(clips, labels, options, memory),
  };
}

/** Throws what readCaptioned and captionIds throw. */
async function openCaptioned(
  request: DataRequest,
  table: NonNullable<DataRequest['table']>,
  { watch }: OpenOptions,
): Promise<Opened> {
  const { read, ...given } = await readCaptioned(request.files, table, watch);
  const { toTokens } = table;
  const { symbols, ids } = captionIds(given.texts, toTokens, given);
  const task: TaskData = captionTask(symbols, { to: given.column, toTokens });
  const digest = createHash('sha256')
    .update(JSON.stringify([read.digest, given.texts]))
    .digest('hex');
  const asked = { ...request, table: { ...table, from: [], to: given.column } };
  const words = toTokens === 'words' ? 'words' : 'characters';
  return {
    ...common(asked, { ...read, digest }),
    task,
    vocabulary: createVocabulary({ tokens: 'chars', symbols: toTokens === 'chars' ? symbols : [] }),
    facts: () => [factOf(request, read.clips, `captions of ${symbols.length} ${words}`)],
    complete: (options) => sized(options, read.clips, given.file, {}),
    imageControl: (snapshot, options, how) =>
      controlCaptions(snapshot, { images: read.clips, captions: ids }, options, how),
    data: (options, memory) => captionData({ images: read.clips, captions: ids }, task, options, memory),
  };
}

function common(request: DataRequest, { clips, digest }: ClipFile) {
  const paths = request.files.map((file) => (file === '-' ? file : resolve(file)));
  const origin: CorpusOrigin = { ...request, files: paths, characters: imageCount(clips), digest };
  return { name: imagesKind.nameOf(request.files), files: request.files, origin, notes: [], close() {} };
}

function factOf(request: DataRequest, { N, T, S }: Clips, answers: string): readonly [string, string] {
  const what = T === null ? 'images' : `clips of ${T} frames`;
  const text = `${imagesKind.nameOf(request.files)}: ${count(N)} ${what}, ${S}×${S} pixels, ${answers}`;
  return [T === null ? 'images' : 'clips', text];
}

/** The network for images of this size, which must be divisible by the pools of its CNN. Throws clips/size. */
function sized(
  options: TrainOptions,
  { T, C, S }: Clips,
  file: string,
  rest: Partial<TrainOptions['model']>,
): TrainOptions {
  const images: ImageConfig = { ...options.model.images!, size: S, channels: C };
  const divisor = divisorOf(images);
  if (S % divisor !== 0) throw userError('clips/size', { file, size: S, divisor });
  return { ...options, seq: T ?? 1, model: { ...options.model, ...rest, images } };
}
