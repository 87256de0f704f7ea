import { measureBaseline, type Baseline } from '../../eval/baseline.js';
import { breakDown, SHORT_CONTEXT, type Breakdown } from '../../eval/breakdown.js';
import { lossByDistance, type DistanceLoss } from '../../eval/distances.js';
import { evaluate, type Evaluation } from '../../eval/evaluate.js';
import { shareSeen } from '../../eval/overlap.js';
import { measureNovelty, type Novelty } from '../../eval/novelty.js';
import type { ScoredText } from '../../eval/score-text.js';
import { countWords } from '../../eval/words.js';
import { userError } from '../../core/errors.js';
import { readText, type ReadOptions } from '../../material/text/read-text.js';
import { backendOf } from '../../app/backend.js';
import { symbolsOf, textOf } from '../../text/read-symbols.js';
import type { EvalValues } from '../options/eval.js';
import type { Subject } from './subject.js';

/** Everything that was asked for. */
export interface Measured {
  readonly evaluation?: Evaluation;
  readonly backend?: string;
  readonly baseline?: Baseline;
  readonly breakdown?: Breakdown;
  readonly distances?: readonly DistanceLoss[];
  readonly novelty?: Novelty;
  /** The share of the text's 50-character windows that also occur in the training text, where that is known. */
  readonly seenInTraining?: number | null;
}

/** What --breakdown stores for every symbol of the text: memory grows with it. */
interface Notes {
  /** The model's p; NaN for the first, which it does not predict. */
  readonly model: Float64Array;
  /** The highest p of the n-gram models with short contexts. */
  readonly shortTerm: Float64Array;
  /** −log p of the n-gram model with the longest context. */
  readonly longTerm: Float64Array;
}

type Each = (scored: ScoredText) => void | Promise<void>;
/** Shows the progress, and throws to stop. */
export interface Watch {
  /** Awaited from time to time, to handle signals. */
  readonly pause: (share: number) => Promise<void>;
  /** For synchronous work. */
  readonly check: () => void;
  /** For work that waits. */
  readonly signal: AbortSignal;
}

/** Measures what the flags ask for; `each` sees every score of the model as it comes. */
export async function measure(
  subject: Subject,
  values: EvalValues,
  each: Each,
  watch: Watch,
): Promise<Measured> {
  const { model, test, train } = subject;
  const notes = values.breakdown && test ? createNotes(test.source.length) : undefined;
  const scored = model && test ? await measureModel(subject, values, each, watch.pause, notes) : {};
  const seenInTraining =
    test && train ? await shareSeen(test.source, train, { pause: () => watch.pause(0) }) : undefined;
  const baseline = values.baseline || notes ? await measureNgrams(subject, watch, notes) : undefined;
  return {
    ...scored,
    ...(baseline && { baseline }),
    ...(notes && explainErrors(subject, notes, watch)),
    ...(values.novelty !== undefined && train && { novelty: await noveltyOf(values, subject, watch) }),
    ...(seenInTraining !== undefined && { seenInTraining }),
  };
}

function createNotes(length: number): Notes {
  const array = () => new Float64Array(length);
  return { model: array().fill(NaN), shortTerm: array(), longTerm: array() };
}

async function measureModel(
  { model, counts, test }: Subject,
  values: EvalValues,
  each: Each,
  pause: Watch['pause'],
  notes: Notes | undefined,
): Promise<Measured> {
  const backend = await backendOf(values.backend);
  const evaluation = await evaluate(model!.snapshot, test!.source, {
    kernels: backend.kernels,
    memory: backend.memory,
    counts,
    batch: values.batch,
    seed: values.seed,
    pause,
    each(scored) {
      if (notes) scored.nats.forEach((nats, i) => (notes.model[scored.from + i] = Math.exp(-nats)));
      return each(scored);
    },
  });
  return { evaluation, backend: backend.name };
}

async function measureNgrams(
  { model, vocabulary, test, train }: Subject,
  { pause, check }: Watch,
  notes?: Notes,
): Promise<Baseline | undefined> {
  if (test === undefined || train === undefined) return undefined;
  return measureBaseline(train, test.source, {
    symbols: vocabulary.size,
    // a network has no context for the first symbol
    first: model ? 1 : 0,
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

function explainErrors({ vocabulary, test, train }: Subject, notes: Notes, { check }: Watch): Measured {
  const characters = [...checked(symbolsOf(test!.source, vocabulary), check)];
  const wordCounts = countWords(checked(symbolsOf(train!, vocabulary), check));
  const { model, shortTerm, longTerm } = notes;
  return {
    breakdown: breakDown({ characters, model, ngram: shortTerm, wordCounts }),
    distances: lossByDistance(
      characters,
      model.map((p) => -Math.log(p)),
      longTerm,
    ),
  };
}

/** The most characters of a sample: each takes about a hundred bytes while it is compared. */
const LONGEST_SAMPLE = 2 ** 24;

async function readSample(file: string, options: Pick<ReadOptions, 'encoding' | 'signal'>): Promise<string> {
  let sample = '';
  for await (const chunk of readText([file], options)) {
    sample += chunk;
    if (sample.length <= LONGEST_SAMPLE) continue;
    throw userError('text/too-long', { file, limit: LONGEST_SAMPLE, instead: 'use a part of it' });
  }
  return sample;
}

async function noveltyOf(
  values: EvalValues,
  { train, vocabulary, encoding }: Subject,
  { check, signal }: Watch,
): Promise<Novelty> {
  const sample = await readSample(values.novelty!, { encoding, signal });
  return measureNovelty(sample, checked(textOf(train!, vocabulary), check));
}

/** The same values, with a check before each: so that a loop over symbols can be stopped. */
function* checked<T>(values: Iterable<T>, check: () => void): Generator<T> {
  for (const value of values) {
    check();
    yield value;
  }
}
