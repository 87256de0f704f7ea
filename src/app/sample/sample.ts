import { randomInt } from 'node:crypto';
import { unwatched, type Watch } from '../../core/watch.js';
import { watchFor } from '../../sample/stop-texts.js';
import { placeOf, type DrawnSymbol, type Texts } from '../../sample/texts.js';
import { unitsOf } from '../../tasks/units.js';
import { createDecoder } from '../../text/decoder.js';
import { symbolName } from '../../text/symbol-name.js';
import { shellWord } from '../../core/quote.js';
import { drawAll, meanLoss, NO_IDS, readPrime, USUAL_LENGTH, type Job } from './draws.js';
import type { NoteEvent } from '../train/events.js';
import type { BeginEvent, EndEvent, Piece, SampleEvent } from './events.js';
import { readPrimes } from './primes.js';
import type { SampleRequest } from './request.js';
import { searchTexts } from './search.js';
import { openWritingModel, type WritingModel } from './writing-model.js';

/**
 * Continues texts and yields what is written, in order: `count` texts of every prime, the most probable of more that
 * are drawn (`bestOf`), or those that a search finds (`beam`). An aborted watch ends the text that is being written;
 * those after it are dropped. Throws text/* for a prime, usage/value for a clamp, model/not-finite.
 *
 * @example
 * for await (const event of sample({ model: 'runs/moby', prime: ['Call me'], count: 2 }))
 *   if (event.type === 'end') console.log(event.text);
 */
export async function* sample(request: SampleRequest): AsyncGenerator<SampleEvent, void, void> {
  const { watch = unwatched } = request;
  const model = await openWritingModel(request);
  for (const text of model.notes) yield { type: 'note', text };
  const primes = await readPrimes(request, model, watch);
  yield* noteSkipped(primes.reduce((sum, { skipped }) => sum + skipped, 0));
  const begun = model.ofLines && primes.find(({ text }) => text !== '' && !text.includes('\n'));
  if (begun) yield { type: 'note', text: noteOnLine(begun.text) };
  const job = { model, primes, request, watch };
  if (request.beam !== undefined) yield* searchTexts(job, request.beam);
  else yield* drawnTexts(job);
  yield* noteSkipped(primes[0]!.long?.skipped ?? 0);
}

/** A prime is read as the rest of a line, unless it begins with a newline. */
const noteOnLine = (prime: string) =>
  `the prime may stand anywhere in a line; --lines N --prefix ${shellWord(prime)} draws lines that begin with it`;

export function* noteSkipped(skipped: number): Generator<NoteEvent> {
  if (skipped === 0) return;
  yield { type: 'note', text: `left out of the prime: ${skipped} character(s) the model does not know` };
}

async function* drawnTexts(job: Job): AsyncGenerator<SampleEvent, void, void> {
  const { model, primes, request, watch } = job;
  const { length = USUAL_LENGTH, stop: stops = [], count = 1, bestOf, alternatives = 0 } = request;
  const one = model.sampling.createModel(1);
  // the texts of one prime begin after it; those of several begin before theirs
  const isOne = primes.length === 1;
  const start = yield* readPrime(one, model, isOne ? primes[0]! : { ids: NO_IDS }, watch);
  const texts: Texts = {
    start,
    length,
    stops,
    each: Math.max(count, bestOf ?? 0),
    seed: request.seed ?? randomInt(2 ** 32),
    primes: isOne ? [NO_IDS] : primes.map(({ ids }) => ids),
  };
  const drawn = drawAll(one, model, texts, alternatives);
  const waiting = waitingTexts(job, texts);
  yield* bestOf === undefined ? inOrder(waiting, drawn, watch) : bestTexts(waiting, drawn, job);
}

type Drawn = AsyncIterable<readonly DrawnSymbol[]>;

/** Yields the texts in their order: of the one whose turn it is what there is, and those after it that are complete. */
async function* inOrder({ of, take, forget, count }: WaitingTexts, drawn: Drawn, { signal }: Watch) {
  let turn = 0;
  function* arrived(): Generator<SampleEvent> {
    for (; turn < count; turn++) {
      const text = of(turn);
      yield* text.arrived();
      if (!text.isOver()) return;
      yield text.end(turn + 1 < count);
      forget(turn);
    }
  }
  for await (const symbols of drawn) {
    for (const symbol of symbols) take(symbol);
    yield* arrived();
    if (signal.aborted) break;
  }
  yield* arrived();
  if (turn < count) yield of(turn).end(false);
}

async function* bestTexts(
  { of, take, count }: WaitingTexts,
  drawn: Drawn,
  { model, primes, request, watch }: Job,
) {
  for await (const symbols of drawn) {
    for (const symbol of symbols) take(symbol);
    if (watch.signal.aborted) return;
  }
  const { count: kept = 1 } = request;
  const each = count / primes.length;
  const unit = unitsOf(model.vocabulary).prediction;
  for (const p of primes.keys()) {
    const ranked = Array.from({ length: each }, (_, n) => of(p * each + n)).sort(
      (a, b) => a.loss() - b.loss(),
    );
    for (const [i, text] of ranked.slice(0, kept).entries()) {
      yield* text.arrived();
      yield text.end(p + 1 < primes.length || i + 1 < kept);
    }
    yield { type: 'ranked', what: 'samples', kept, losses: ranked.map(({ loss }) => loss()), unit } as const;
  }
}

type WaitingTexts = ReturnType<typeof waitingTexts>;
type WaitingText = ReturnType<typeof waitingText>;

/** The texts that are being drawn, or wait for their turn. */
function waitingTexts({ model, primes, request }: Job, texts: Texts) {
  const { each } = texts;
  const only = primes.length * (request.count ?? 1) === 1;
  const waiting = new Map<number, WaitingText>();
  function of(index: number): WaitingText {
    let text = waiting.get(index);
    if (text === undefined) {
      const { prime: p, number } = placeOf(index, texts);
      const begin: BeginEvent = {
        type: 'begin',
        place: { index, number: number + 1, only },
        prime: primes[p]!,
      };
      waiting.set(index, (text = waitingText(begin, model, texts)));
    }
    return text;
  }
  return {
    count: primes.length * each,
    of,
    take: (symbol: DrawnSymbol) => of(symbol.text).take(symbol),
    forget: (index: number) => void waiting.delete(index),
  };
}

/** A text between the network and whoever receives it. */
function waitingText(begin: BeginEvent, { vocabulary }: WritingModel, { stops, length }: Texts) {
  const ended = watchFor(stops);
  const decoder = createDecoder(vocabulary);
  const { place, prime } = begin;
  let pieces: Piece[] = [];
  let [text, drawn, logprob, isBegun, isOver] = ['', 0, 0, false, length === 0];
  const loss = () => meanLoss(logprob, drawn);
  return {
    isOver: () => isOver,
    loss,
    take(symbol: DrawnSymbol): void {
      const piece = ended(decoder.write(symbol.id));
      const { id, logprob: own, ...asked } = symbol;
      pieces.push({ text: piece.text, ids: [id], logprob: own, ...alternativesOf(asked, id, vocabulary) });
      text += piece.text;
      drawn += 1;
      logprob += symbol.logprob;
      isOver = piece.ended || drawn === length;
    },
    /** What was drawn since the last call. */
    *arrived(): Generator<SampleEvent> {
      if (!isBegun) yield begin;
      isBegun = true;
      if (pieces.length > 0) yield { type: 'drawn', pieces };
      pieces = [];
    },
    end(more: boolean): EndEvent {
      const rest = decoder.end();
      return { type: 'end', place, prime, text: text + rest, rest, loss: drawn === 0 ? null : loss(), more };
    },
  };
}

/** The entropy and the likeliest symbols, by name; nothing where they were not asked for. */
function alternativesOf(
  { entropy, top }: Pick<DrawnSymbol, 'entropy' | 'top'>,
  id: number,
  vocabulary: WritingModel['vocabulary'],
): Pick<Piece, 'symbol' | 'entropy' | 'top'> {
  if (top === undefined) return {};
  const named = top.map(([id, p]) => [symbolName(id, vocabulary), p] as const);
  return { symbol: symbolName(id, vocabulary), entropy, top: named };
}
