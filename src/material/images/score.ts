import { userError } from '../../core/errors.js';
import { count } from '../../core/format.js';
import type { Fact } from '../../core/result.js';
import { createRng } from '../../core/rng.js';
import type { Watch } from '../../core/watch.js';
import type { Ids } from '../../core/floats.js';
import type { Clips } from '../../data/clips.js';
import { captionText, scoreCaptions } from '../../eval/score-captions.js';
import { scoreClips } from '../../eval/score-clips.js';
import { answerClips } from '../../sample/clips.js';
import { unitsOf } from '../../tasks/units.js';
import { confusionBlocks, confusionCsv } from '../confusion.js';
import {
  figuresOf,
  withInterval,
  type Evaluation,
  type NamedData,
  type NamedOptions,
  type ScoreOptions,
} from '../evaluation.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import { captionIds, readCaptioned } from './captions.js';
import { readClips } from './clips.js';
import { checkFit } from './fit.js';

/** Clips or images with labels, or images with their captions: as texts and as symbols. */
export interface ReadImages {
  readonly clips: Clips;
  readonly captions?: { readonly texts: readonly string[]; readonly ids: readonly Ids[] };
}

/** Clips or images of the size that a network reads. Throws usage/extra-argument, clips/*, npz/*, table/*. */
export async function openImagesFor(
  { snapshot }: ModelFile,
  files: readonly string[],
  { watch }: NamedOptions,
): Promise<NamedData<ReadImages>> {
  return { files, part: await readFor(snapshot, files, watch), unknown: 0, notes: [], close() {} };
}

async function readFor(
  snapshot: ModelFile['snapshot'],
  files: readonly string[],
  watch: Watch,
): Promise<ReadImages> {
  const { task } = snapshot;
  if (task) {
    const { read, texts, ...place } = await readCaptioned(files, task, watch);
    checkFit(snapshot, read.clips, files[0]!);
    const { ids } = captionIds(texts, task.toTokens, place, { known: task.target });
    return { clips: read.clips, captions: { texts, ids } };
  }
  const [file, other] = files as [string, string?];
  if (other !== undefined)
    throw userError('usage/extra-argument', { value: other, usage: 'char-rnn eval <model> <clips.npz>' });
  const { clips } = await readClips(file, watch);
  checkFit(snapshot, clips, file);
  if (clips.labels === null) throw userError('clips/unlabeled', { file });
  return { clips };
}

/** How well a network labels clips, or describes images. Throws clips/unknown. */
export async function scoreImages(
  { snapshot }: ModelFile,
  { part, files }: NamedData<ReadImages>,
  how: ScoreOptions<ReadImages>,
): Promise<Evaluation> {
  const { captions } = part;
  return captions
    ? describedImages(snapshot, { ...part, captions }, how)
    : labeledClips(snapshot, part.clips, files[0]!, how);
}

async function labeledClips(
  snapshot: ModelFile['snapshot'],
  clips: Clips,
  file: string,
  { backend, seed, watch }: ScoreOptions<ReadImages>,
): Promise<Evaluation> {
  const labels = snapshot.labels!;
  const answers = paced(answerClips(snapshot, clips, backend), clips.N, watch);
  const score = await scoreClips(answers, clips, { known: labels, file }, createRng(seed));
  const { confusion, ...figures } = score;
  const { accuracy: value, interval, macroF1, loss, count: labeled } = figures;
  const facts: Fact[] = [
    ['accuracy', withInterval({ value, interval }).join('')],
    ['macro F1', macroF1.toFixed(4)],
    ['loss', `${loss.toFixed(4)} nats per ${unitOf(snapshot)}`],
    ['labels', `${count(labeled)} of ${count(clips.N)} clips`],
  ];
  return {
    loss,
    figures,
    notes: [],
    table: confusionCsv(confusion, labels),
    blocks: [{ kind: 'facts', facts }, ...confusionBlocks(confusion, labels)],
  };
}

async function describedImages(
  snapshot: ModelFile['snapshot'],
  { clips, captions: { texts, ids } }: Required<ReadImages>,
  { backend, seed, watch }: ScoreOptions<ReadImages>,
): Promise<Evaluation> {
  const score = await scoreCaptions(snapshot, { images: clips, given: ids }, backend, {
    rng: createRng(seed),
    paced: (items) => paced(items, 2 * clips.N, watch),
  });
  const { images, loss, metrics, captions } = score;
  const facts: Fact[] = [
    ['words right', withInterval(metrics['wordAccuracy']!).join('')],
    ['captions right', withInterval(metrics['exactMatch']!).join('')],
    ['loss', `${loss.toFixed(4)} nats per ${unitOf(snapshot)}`],
    ['images', count(images)],
  ];
  const written = captions.map(({ image, ids }) => [
    ...[image, texts[image]!, captionText(snapshot.task!, ids)],
  ]);
  return {
    loss,
    figures: { rows: images, loss, ...figuresOf(metrics) },
    notes: [],
    blocks: [{ kind: 'facts', facts }],
    table: [['image', 'given', 'written'], ...written],
  };
}

const unitOf = ({ vocabulary, model }: ModelFile['snapshot']) =>
  unitsOf({ ...vocabulary, network: model.images?.network }).prediction;

/** Networks on clips and images read so many at once. */
const BATCH = 50;

/** The same items, with a pause after each batch of `total` in all. */
async function* paced<T>(items: Iterable<T>, total: number, watch: Watch): AsyncGenerator<T> {
  let done = 0;
  for (const item of items) {
    if (done++ % BATCH === 0) await watch.pause(done / total);
    yield item;
  }
}
