import { availableParallelism } from 'node:os';
import { createRng } from '../../core/rng.js';
import type { Ids } from '../../core/floats.js';
import type { LanguageModel } from '../../model/language-model.js';
import { carriedState } from '../../model/language-model.js';
import type { Choice } from '../../sample/choice.js';
import { createPrimeReader, sampleRows, type Start } from '../../sample/rows.js';
import type { Progress } from '../terminal/progress.js';
import type { LongPrime, PrimePiece } from './long-prime.js';
import type { WritingModel } from './open-model.js';
import type { DrawnSymbol } from './writers.js';

/** A text to be drawn: its prime, and which of the seed's generators draws it. */
export interface Wanted {
  readonly prime: Ids;
  /** In place of `prime`, the same for all texts. */
  readonly long?: LongPrime | undefined;
  readonly stream: number;
  /** Set it to end the text early. */
  ended: boolean;
}

export interface DrawsSetup {
  readonly choice: Choice;
  readonly length: number;
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
 * Draws all texts, side by side: each symbol with the text it belongs to, those of one text in their order. A text
 * depends on its prime, the seed and its stream, not on other texts or threads.
 */
export async function* drawAll<W extends Wanted>(
  model: WritingModel,
  wanted: readonly W[],
  setup: DrawsSetup,
): AsyncGenerator<{ readonly job: { readonly of: W }; readonly draw: DrawnSymbol }, void, void> {
  const { choice, length, seed } = setup;
  const { sampling, snapshot, backend, counts } = model;
  const one = sampling.createModel(1);
  const shared = wanted.every(({ prime }) => prime === wanted[0]!.prime);
  const { long } = wanted[0]!;
  const start = long
    ? await readLongPrime(one, model, long, setup)
    : await readPrime(one, model, shared ? wanted[0]!.prime : NONE, setup.progress);
  const jobs = wanted.map((of) => ({
    of,
    start,
    prime: shared ? NONE : of.prime,
    length,
    seed,
    stream: of.stream,
    rng: createRng(seed, of.stream),
    get ended() {
      return of.ended;
    },
  }));
  const threads = threadsFor(one, wanted.length, setup);
  const settings = { ...choice, clamps: model.clamps };
  if (threads > 1) {
    const { sampleOnThreads } = await import('../../sample/row-threads.js');
    const rows = Math.min(MOST_ROWS, Math.ceil(jobs.length / threads));
    const { bits } = sampling;
    const setup = { snapshot, backend: backend.name, bits, counts, threads, rows, choice: settings };
    yield* sampleOnThreads(setup, jobs);
  } else {
    const B = Math.min(MOST_ROWS, jobs.length);
    yield* sampleRows(B === 1 ? one : sampling.createModel(B), jobs, settings);
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
