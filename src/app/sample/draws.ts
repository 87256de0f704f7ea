import { availableParallelism } from 'node:os';
import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import type { Ids } from '../../core/floats.js';
import type { Watch } from '../../core/watch.js';
import { carriedState, type LanguageModel } from '../../model/language-model.js';
import type { Draw } from '../../sample/choice.js';
import { createPrimeReader, type Start } from '../../sample/rows.js';
import { countTexts, drawTexts, type DrawnSymbol, type Texts } from '../../sample/texts.js';
import type { PrimeEvent } from './events.js';
import type { Prime } from './primes.js';
import type { SampleRequest } from './request.js';
import type { WritingModel } from './writing-model.js';

/** Characters of a text unless a request says otherwise. */
export const USUAL_LENGTH = 1000;

/** Texts that are to be written. */
export interface Job {
  readonly model: WritingModel;
  readonly primes: readonly Prime[];
  readonly request: SampleRequest;
  readonly watch: Watch;
}

/** In nats per symbol; 0 for no symbols. */
export const meanLoss = (logprob: number, symbols: number) => (symbols === 0 ? 0 : -logprob / symbols);

export const NO_IDS: Ids = new Int32Array(0);
/** The most batch rows. More are hardly faster. */
const MOST_ROWS = 64;
/** Symbols of a prime between two pauses, and milliseconds of drawing between two turns of the event loop. */
const [READ_AT_ONCE, DRAWN_AT_ONCE] = [512, 15];
/** Weights times symbols from which further threads are worth starting: about half a second of one. */
const LEAST_WORK = 5e9;

/**
 * Draws texts side by side, and yields some symbols at a time, those of one text in their order. A text depends on its
 * prime, the seed and its number, not on other texts or threads. With
 * each come its `alternatives` likeliest symbols; the distributions then stay on this thread.
 */
export async function* drawAll(
  one: LanguageModel,
  model: WritingModel,
  texts: Texts,
  alternatives: number,
): AsyncGenerator<readonly DrawnSymbol[], void, void> {
  const { sampling, snapshot, backend, counts, vocabulary, clamps } = model;
  const choice = { ...model.choice, clamps };
  const count = countTexts(texts);
  const work = one.params.weights.length * count * texts.length;
  const threads = alternatives > 0 || work < LEAST_WORK ? 1 : Math.min(availableParallelism(), count);
  if (threads > 1) {
    const { drawOnThreads } = await import('../../sample/row-threads.js');
    const rows = Math.min(MOST_ROWS, Math.ceil(count / threads));
    const { bits } = sampling;
    return yield* drawOnThreads(texts, {
      snapshot,
      bits,
      counts,
      threads,
      rows,
      choice,
      backend: backend.name,
    });
  }
  const B = Math.min(MOST_ROWS, count);
  const rows = B === 1 ? one : sampling.createModel(B);
  let drawn: DrawnSymbol[] = [];
  let last = -Infinity;
  for (const { text, draw } of drawTexts(texts, { model: rows, vocabulary, choice })) {
    const { id, logprob } = draw;
    drawn.push(
      alternatives > 0 ? { text, id, logprob, ...likeliest(draw, alternatives) } : { text, id, logprob },
    );
    if (performance.now() - last < DRAWN_AT_ONCE) continue;
    yield drawn;
    drawn = [];
    await turnOfEventLoop();
    last = performance.now();
  }
  yield drawn;
}

function likeliest({ entropy, probabilities: p }: Draw, count: number): Pick<DrawnSymbol, 'entropy' | 'top'> {
  const ids = [...p.keys()].sort((a, b) => p[b]! - p[a]!).slice(0, count);
  return { entropy, top: ids.map((id) => [id, p[id]!] as const) };
}

/** Reads a prime, and yields the pieces of one that is too long for memory. */
export async function* readPrime(
  one: LanguageModel,
  { snapshot, clamps }: Pick<WritingModel, 'snapshot' | 'clamps'>,
  { ids, long }: Pick<Prime, 'ids' | 'long'>,
  { pause }: Pick<Watch, 'pause'>,
): AsyncGenerator<PrimeEvent, Start, void> {
  const reader = createPrimeReader(one, carriedState(snapshot, one), clamps);
  async function read(piece: Ids, share: (at: number) => number): Promise<void> {
    for (let at = 0; at < piece.length; at += READ_AT_ONCE) {
      if (long || at > 0) await pause(share(at));
      reader.read(piece.subarray(at, at + READ_AT_ONCE));
    }
  }
  await read(ids, (at) => at / ids.length);
  if (!long) return reader.start();
  for await (const piece of long.pieces()) {
    yield { type: 'prime', piece };
    await read(piece.ids, () => NaN);
  }
  return reader.start();
}
