import { createRng } from '../core/rng.js';
import { carriedState, modelFromSnapshot } from '../model/language-model.js';
import type { Choice } from '../sample/choice.js';
import { placeholders, textPieces } from '../sample/draw-text.js';
import { encode } from '../text/tokens.js';
import type { LoadedModel } from './load-model.js';

/** Options of sampleText(). */
export interface SampleTextOptions extends Partial<Choice> {
  /** Text that the model reads first; it is not repeated in the result. */
  readonly prime?: string;
  /** Number of symbols to sample; 1000 by default. */
  readonly length?: number;
  readonly seed?: number;
}

/**
 * Samples a text and yields it piece by piece. Temperature and seed are 1, and U+FFFD is not
 * drawn, unless `exclude` is given. Throws text/unknown for
 * a prime with a character that the model does not know.
 *
 * @example
 * for (const piece of sampleText(model, { prime: 'Call me', temperature: 0.7 })) process.stdout.write(piece);
 */
export function* sampleText(
  { snapshot, vocabulary, backend }: LoadedModel,
  { prime = '', length = 1000, seed = 1, temperature = 1, ...choice }: SampleTextOptions = {},
): Generator<string, void, void> {
  const { kernels, memory } = backend;
  const model = modelFromSnapshot(snapshot, { kernels, memory, T: 1, B: 1, training: false });
  const options = {
    exclude: placeholders(vocabulary),
    ...choice,
    temperature,
    length,
    prime: encode(prime, vocabulary),
    rng: createRng(seed),
  };
  yield* textPieces(model, vocabulary, options, carriedState(snapshot, model));
}
