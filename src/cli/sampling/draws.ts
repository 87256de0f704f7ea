import { availableParallelism } from 'node:os';
import type { Ids } from '../../core/floats.js';
import type { LanguageModel } from '../../model/language-model.js';
import { carriedState } from '../../model/language-model.js';
import type { Choice } from '../../sample/choice.js';
import { createPrimeReader, type Start } from '../../sample/rows.js';
import { countTexts, drawTexts, type TextDraw, type Texts } from '../../sample/texts.js';
import type { Progress } from '../terminal/progress.js';
import type { LongPrime, PrimePiece } from './long-prime.js';
import type { WritingModel } from './open-model.js';
import type { Prime } from './prime.js';
import type { DrawnSymbol } from './writers.js';

export interface DrawsSetup {
  readonly choice: Choice;
  /** Texts of a prime. */
  readonly each: number;
  readonly length: number;
  /** Texts that end one. */
  readonly stops: readonly string[];
  readonly seed: number;
  /** Whether whole distributions are needed, which stay on the thread that draws. */
  readonly distributions: boolean;
  /** The progress of reading the primes. */
  readonly progress: Progress;
  /** Shows a piece of a long prime. */
  readonly show?: ((piece: PrimePiece) => Promise<void>) | undefined;
}

const NONE = new Int32Array(0);
/** The most batch rows. More are hardly faster. */
const MOST_ROWS = 64;
/** Symbols of a prime between two checks for signals. */
const HEARD_AFTER = 512;
/** Weights times symbols from which further threads are worth starting: about half a second of one. */
const LEAST_WORK = 5e9;

/**
 * Draws `each` texts of every prime, side by side: each symbol with the number of its text, those of one text in their
 * order. A text depends on its prime, the seed and its number, not on other texts or threads.
 */
export async function* drawAll(
  model: WritingModel,
  primes: readonly Prime[],
  setup: DrawsSetup,
): AsyncGenerator<TextDraw<DrawnSymbol>, void, void> {
  const { choice, length, seed, stops, each } = setup;
  const { sampling, snapshot, backend, counts, vocabulary } = model;
  const one = sampling.createModel(1);
  const [{ long, ids }] = primes as [Prime];
  const isOne = primes.length === 1;
  const start = long
    ? await readLongPrime(one, model, long, setup)
    : await readPrime(one, model, isOne ? ids : NONE, setup.progress);
  const read = isOne ? [NONE] : primes.map((prime) => prime.ids);
  const texts: Texts = { start, primes: read, each, length, seed, stops };
  const count = countTexts(texts);
  const threads = threadsFor(one, count, setup);
  const settings = { ...choice, clamps: model.clamps };
  if (threads > 1) {
    const { drawOnThreads } = await import('../../sample/row-threads.js');
    const rows = Math.min(MOST_ROWS, Math.ceil(count / threads));
    const { bits } = sampling;
    const setup = { snapshot, backend: backend.name, bits, counts, threads, rows, choice: settings };
    yield* drawOnThreads(texts, setup);
  } else {
    const B = Math.min(MOST_ROWS, count);
    const rows = B === 1 ? one : sampling.createModel(B);
    yield* drawTexts(texts, { model: rows, vocabulary, choice: settings });
  }
}

/** Reads a prime in pieces, checking for signals between them. */
export async function readPrime(
  one: LanguageModel,
  { snapshot, clamps }: WritingModel,
  ids: Ids,
  progress: Progress,
): Promise<Start> {
  const reader = createPrimeReader(one, carriedState(snapshot, one), clamps);
  reader.read(ids.subarray(0, HEARD_AFTER));
  for (let at = HEARD_AFTER; at < ids.length; at += HEARD_AFTER) {
    await progress.report(at / ids.length);
    reader.read(ids.subarray(at, at + HEARD_AFTER));
  }
  progress.end();
  return reader.start();
}

/** Reads a prime as it comes. */
export async function readLongPrime(
  one: LanguageModel,
  { snapshot, clamps }: WritingModel,
  { pieces }: LongPrime,
  { progress, show }: Pick<DrawsSetup, 'progress' | 'show'>,
): Promise<Start> {
  const reader = createPrimeReader(one, carriedState(snapshot, one), clamps);
  for await (const piece of pieces()) {
    await show?.(piece);
    for (let at = 0; at < piece.ids.length; at += HEARD_AFTER) {
      await progress.report(NaN); // the length is unknown
      reader.read(piece.ids.subarray(at, at + HEARD_AFTER));
    }
  }
  return reader.start();
}

function threadsFor({ params }: LanguageModel, texts: number, { length, distributions }: DrawsSetup): number {
  if (distributions || texts < 2 || params.weights.length * texts * length < LEAST_WORK) return 1;
  return Math.min(availableParallelism(), texts);
}
