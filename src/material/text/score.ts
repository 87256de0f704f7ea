import { userError } from '../../core/errors.js';
import { many } from '../../core/format.js';
import { bestLevel } from '../../eval/baseline.js';
import { scoreLines } from '../../eval/score-lines.js';
import { encodingOf } from '../../runs/config.js';
import { countsOrWhy } from '../../runs/counts.js';
import { unitsOf } from '../../tasks/units.js';
import { decode } from '../../text/decoder.js';
import { arraySource, type IdSource } from '../../text/id-source.js';
import { findLines } from '../../text/line-index.js';
import { createVocabulary } from '../../text/vocabulary.js';
import type { Evaluation, NamedData, NamedOptions, ScoreOptions } from '../evaluation.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import { openCorpus, type Corpus } from './corpus.js';
import { describeText } from './describe-score.js';
import { newlineOf } from './lines.js';
import { measureText, type Subject, type TextMeasured } from './measure.js';

/** A text in the symbols of a model, in its encoding unless another is given; none where no file is named. */
export async function openTextFor(
  { file, snapshot }: ModelFile,
  files: readonly string[],
  { encoding = encodingOf(snapshot.training, file), include, exclude, watch: { signal } }: NamedOptions,
): Promise<NamedData<IdSource>> {
  if (files.length === 0) return { files, part: arraySource([]), unknown: 0, notes: [], close() {} };
  const known = { vocabulary: createVocabulary(snapshot.vocabulary), unknown: 'skip' as const };
  return namedText(await openCorpus(files, { encoding, include, exclude, signal, ...known }));
}

function namedText({ files, source, unknown, skipped, close }: Corpus): NamedData<IdSource> {
  const notes = unknown > 0 ? [`left out: ${unknown} character(s) of the text that are unknown`] : [];
  return { files, part: source, unknown, notes, skipped, close };
}

/** How well a model predicts a text, and what else is asked for. Throws corpus/lines, data/*, text/too-long. */
export async function scoreText(
  model: ModelFile,
  data: NamedData<IdSource>,
  how: ScoreOptions<IdSource>,
): Promise<Evaluation> {
  if (how.perLine) return scoreEachLine(model, data.part, how);
  const { snapshot, file } = model;
  const needed = how.baseline !== undefined || how.breakdown === true || how.novelty !== undefined;
  const train = await how.training(needed);
  const isRead = data.files.length > 0;
  const { counts, why } = how.noCounts || !isRead ? {} : countsOrWhy(file, snapshot);
  const vocabulary = createVocabulary(snapshot.vocabulary);
  const subject = { snapshot, vocabulary, counts, test: isRead ? data.part : undefined, train };
  const encoding = how.encoding ?? encodingOf(snapshot.training, file);
  const notes = why === undefined ? [] : [`without counts: ${why}`];
  return evaluationOf(subject, data, await measureText(subject, { ...how, encoding }), notes);
}

/** How well n-grams of one text predict another: without a network. */
export async function scoreNgrams(
  train: Corpus,
  test: Corpus,
  how: Omit<ScoreOptions, 'training'>,
): Promise<Evaluation> {
  const subject = { vocabulary: train.vocabulary, test: test.source, train: train.source };
  const data = namedText(test);
  return evaluationOf(subject, data, await measureText(subject, how), data.notes);
}

/** The figures of the network on top, `baseline` as [{ context, loss }], the rest under its name. */
function evaluationOf(
  { vocabulary }: Subject,
  { files, unknown }: NamedData,
  measured: TextMeasured,
  notes: readonly string[] = [],
): Evaluation {
  const { evaluation, baseline, ...rest } = measured;
  const levels = baseline && {
    baseline: baseline.levels,
    best: bestLevel(baseline),
    trained: baseline.trained,
  };
  const read = files.length > 0 && { characters: baseline?.characters, unknown };
  return {
    ...(evaluation && { loss: evaluation.loss }),
    figures: { ...read, ...evaluation, ...levels, ...rest },
    blocks: describeText(measured, unitsOf(vocabulary).prediction),
    notes,
  };
}

/** Scores each line by itself, from a state of zeros. Throws corpus/lines for a model that knows no newline. */
async function scoreEachLine(
  { file, snapshot }: ModelFile,
  source: IdSource,
  { backend, watch, each }: ScoreOptions<IdSource>,
): Promise<Evaluation> {
  const vocabulary = createVocabulary(snapshot.vocabulary);
  const newline = newlineOf(vocabulary);
  if (newline === undefined) throw userError('corpus/lines', { file });
  const lines = findLines(source, newline, { maxLength: Infinity, check: watch.check });
  let [nats, symbols] = [0, 0];
  for await (const scored of scoreLines(snapshot, lines, newline, { ...backend, watch })) {
    nats += scored.nats;
    symbols += scored.symbols;
    const text = decode(lines.read(scored.line), vocabulary);
    const item = {
      line: scored.line + 1,
      characters: scored.symbols,
      nats: scored.nats,
      nats_per_character: scored.nats / scored.symbols,
      text,
    };
    await each?.([item], 'line');
  }
  const loss = nats / symbols;
  const text = `${many(lines.count, 'line')}, ${loss.toFixed(4)} nats per character`;
  return {
    loss,
    figures: { lines: lines.count, characters: symbols, loss },
    blocks: [{ kind: 'note', text }],
    notes: [],
  };
}
