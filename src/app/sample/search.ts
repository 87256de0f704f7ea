import { beamOfModel } from '../../sample/beam-model.js';
import { unitsOf } from '../../tasks/units.js';
import { decode } from '../../text/decoder.js';
import { encodeKnown } from '../../text/tokens.js';
import { meanLoss, readPrime, USUAL_LENGTH, type Job } from './draws.js';
import type { SampleEvent } from './events.js';
import type { WritingModel } from './writing-model.js';

/** The most probable continuations of every prime that a beam search finds. */
export async function* searchTexts(
  { model, primes, request, watch }: Job,
  width: number,
): AsyncGenerator<SampleEvent, void, void> {
  const { vocabulary, sampling, clamps } = model;
  const { length = USUAL_LENGTH, count = 1 } = request;
  const kept = Math.min(count, width);
  const [one, rows] = [sampling.createModel(1), sampling.createModel(width)];
  const ends = endingsOf(model, request.stop ?? []);
  const unit = unitsOf(vocabulary).prediction;
  for (const [p, prime] of primes.entries()) {
    const start = yield* readPrime(one, model, prime, watch);
    const found = beamOfModel(rows, start, { width, length, ends, exclude: model.choice.exclude }, clamps);
    const losses = found.map(({ ids, logprob }) => meanLoss(logprob, ids.length));
    for (const [i, { ids, logprob }] of found.slice(0, kept).entries()) {
      const place = { index: p * kept + i, number: i + 1, only: primes.length * kept === 1 };
      const text = decode(ids, vocabulary);
      yield { type: 'begin', place, prime } as const;
      yield { type: 'drawn', pieces: [{ text, ids, logprob }] } as const;
      const more = p + 1 < primes.length || i + 1 < kept;
      yield {
        type: 'end',
        place,
        prime,
        text,
        rest: '',
        loss: ids.length === 0 ? null : losses[i]!,
        more,
      } as const;
    }
    yield { type: 'ranked', what: 'hypotheses', kept, losses, unit } as const;
    if (watch.signal.aborted) return;
  }
}

/** Whether symbols end with one of the stop texts; undefined where the model can write none of them. */
function endingsOf({ vocabulary }: WritingModel, stops: readonly string[]) {
  const endings = stops
    .map((stop) => encodeKnown(stop, vocabulary))
    .filter(({ unknown }) => unknown === 0)
    .map(({ ids }) => ids);
  if (endings.length === 0) return undefined;
  return (ids: readonly number[]): boolean =>
    endings.some((ending) => ending.every((id, i) => ids[ids.length - ending.length + i] === id));
}
