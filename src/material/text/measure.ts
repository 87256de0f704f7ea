import { userError } from '../../core/errors.js';
import { measureBaseline, type Baseline } from '../../eval/baseline.js';
import { breakDown, SHORT_CONTEXT, type Breakdown } from '../../eval/breakdown.js';
import { lossByDistance, type DistanceLoss } from '../../eval/distances.js';
import { evaluate, type Evaluation as TextScore } from '../../eval/evaluate.js';
import { measureNovelty, type Novelty } from '../../eval/novelty.js';
import { shareSeen } from '../../eval/overlap.js';
import type { ScoredText } from '../../eval/score-text.js';
import { countWords } from '../../eval/words.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { Counts } from '../../ngram/mixture.js';
import type { IdSource } from '../../text/id-source.js';
import { symbolsOf, textOf } from '../../text/read-symbols.js';
import { symbolName } from '../../text/symbol-name.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { Each, ScoreOptions } from '../evaluation.js';
import { readText } from './read-text.js';

/** What is measured, on what. */
export interface Subject {
  /** Absent when only n-grams are asked for. */
  readonly snapshot?: Snapshot;
  readonly vocabulary: Vocabulary;
  /** What the network is mixed with. */
  readonly counts?: Counts | undefined;
  /** The text to predict; absent when only the novelty of a sample is asked for. */
  readonly test: IdSource | undefined;
  readonly train: IdSource | undefined;
}

/** Everything that was asked for. */
export interface TextMeasured {
  readonly evaluation?: TextScore;
  readonly backend?: string;
  readonly baseline?: Baseline;
  readonly breakdown?: Breakdown;
  readonly distances?: readonly DistanceLoss[];
  readonly novelty?: Novelty;
  /** The share of the text's 50-character windows that also occur in the training text, where that is known. */
  readonly seenInTraining?: number | null;
}

type Options = Omit<ScoreOptions<IdSource>, 'training'>;

/** What --breakdown stores for every symbol of the text: memory grows with it. */
interface Notes {
  /** The model's p; NaN for the first, which it does not predict. */
  readonly model: Float64Array;
  /** The highest p of the n-gram models with short contexts. */
  readonly shortTerm: Float64Array;
  /** −log p of the n-gram model with the longest context. */
  readonly longTerm: Float64Array;
}

/** Measures what is asked for: the network first, then what it is compared with. */
export async function measureText(subject: Subject, how: Options): Promise<TextMeasured> {
  const { snapshot, test, train } = subject;
  const { watch, baseline, breakdown, novelty } = how;
  const notes = breakdown && test ? createNotes(test.length) : undefined;
  const scored = snapshot && test ? await measureNetwork(snapshot, test, subject, { ...how, notes }) : {};
  const seen = test && train && (await shareSeen(test, train, { pause: () => watch.pause(0) }));
  const levels =
    test && train && (baseline || notes)
      ? await measureNgrams(test, train, subject, { watch, notes })
      : undefined;
  return {
    ...scored,
    ...(levels && { baseline: levels }),
    ...(notes && explainErrors(test!, train!, subject.vocabulary, { notes, watch })),
    ...(novelty !== undefined &&
      train && { novelty: await noveltyOf(novelty, train, subject.vocabulary, how) }),
    ...(seen !== undefined && { seenInTraining: seen }),
  };
}

function createNotes(length: number): Notes {
  const array = () => new Float64Array(length);
  return { model: array().fill(NaN), shortTerm: array(), longTerm: array() };
}

async function measureNetwork(
  snapshot: Snapshot,
  test: IdSource,
  { vocabulary, counts }: Subject,
  { backend, batch, seed, watch, each, notes }: Options & { readonly notes: Notes | undefined },
): Promise<TextMeasured> {
  const { kernels, memory } = backend;
  const pass = each && characterItems(test, vocabulary, each);
  const evaluation = await evaluate(snapshot, test, {
    kernels,
    memory,
    counts,
    batch,
    seed,
    pause: watch.pause,
    each(scored) {
      if (notes) scored.nats.forEach((nats, i) => (notes.model[scored.from + i] = Math.exp(-nats)));
      return pass?.(scored);
    },
  });
  return { evaluation, backend: backend.name };
}

/** Characters that are passed on at a time. */
const BLOCK = 4096;

/** Passes on an item for every character: its position in the text from 0, natural logarithms, rank from 1. */
function characterItems(source: IdSource, vocabulary: Vocabulary, each: Each) {
  const names = Array.from({ length: vocabulary.size }, (_, id) => symbolName(id, vocabulary));
  return async ({ from, nats, entropy, rank }: ScoredText): Promise<void> => {
    for (let at = 0; at < nats.length; at += BLOCK) {
      const ids = new Int32Array(Math.min(BLOCK, nats.length - at));
      source.read(from + at, ids);
      const items = Array.from(ids, (id, i) => ({
        position: from + at + i,
        char: names[id]!,
        logprob: -nats[at + i]!,
        entropy: entropy[at + i]!,
        rank: rank[at + i]!,
      }));
      await each(items, 'character');
    }
  };
}

function measureNgrams(
  test: IdSource,
  train: IdSource,
  { snapshot, vocabulary }: Subject,
  { watch: { pause, check }, notes }: Pick<Options, 'watch'> & { readonly notes: Notes | undefined },
): Promise<Baseline> {
  return measureBaseline(train, test, {
    symbols: vocabulary.size,
    // a network has no context for the first symbol
    first: snapshot ? 1 : 0,
    pause,
    check,
    each(from, context, probabilities) {
      if (notes === undefined) return;
      const short = context >= 1 && context <= SHORT_CONTEXT;
      probabilities.forEach((p, i) => {
        if (short) notes.shortTerm[from + i] = Math.max(notes.shortTerm[from + i]!, p);
        notes.longTerm[from + i] = -Math.log(p);
      });
    },
  });
}

function explainErrors(
  test: IdSource,
  train: IdSource,
  vocabulary: Vocabulary,
  { notes, watch: { check } }: Pick<Options, 'watch'> & { readonly notes: Notes },
): TextMeasured {
  const characters = [...checked(symbolsOf(test, vocabulary), check)];
  const wordCounts = countWords(checked(symbolsOf(train, vocabulary), check));
  const { model, shortTerm, longTerm } = notes;
  const nats = model.map((p) => -Math.log(p));
  return {
    breakdown: breakDown({ characters, model, ngram: shortTerm, wordCounts }),
    distances: lossByDistance(characters, nats, longTerm),
  };
}

/** The most characters of a sample: each takes about a hundred bytes while it is compared. */
const LONGEST_SAMPLE = 2 ** 24;

async function noveltyOf(
  file: string,
  train: IdSource,
  vocabulary: Vocabulary,
  { encoding, watch: { signal, check } }: Options,
): Promise<Novelty> {
  let sample = '';
  for await (const chunk of readText([file], { encoding, signal })) {
    sample += chunk;
    if (sample.length > LONGEST_SAMPLE)
      throw userError('text/too-long', { file, limit: LONGEST_SAMPLE, instead: 'use a part of it' });
  }
  return measureNovelty(sample, checked(textOf(train, vocabulary), check));
}

/** The same values, with a check before each: so that a loop over symbols can be stopped. */
function* checked<T>(values: Iterable<T>, check: () => void): Generator<T> {
  for (const value of values) {
    check();
    yield value;
  }
}
