import { evaluate, type Evaluation } from '../eval/evaluate.js';
import type { ScoredText } from '../eval/score-text.js';
import { arraySource, type IdSource } from '../text/id-source.js';
import { encode } from '../text/tokens.js';
import type { LoadedModel } from './load-model.js';

/** Options of evaluate(). */
export interface EvaluateOptions {
  /** Seed of the bootstrap. */
  readonly seed?: number;
  /** Receives the score of every symbol, in order, and is awaited. */
  readonly each?: (scored: ScoredText) => void | Promise<void>;
}

/**
 * How well a model predicts a text: nats and bits per character, perplexity, and a 95 % interval. Throws text/unknown
 * for a character that the model does not know.
 *
 * @example
 * const { bitsPerCharacter } = await evaluateText(model, readFileSync('test.txt', 'utf8'));
 */
export function evaluateText(
  { snapshot, vocabulary, backend }: LoadedModel,
  text: string | IdSource,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const source = typeof text === 'string' ? arraySource(encode(text, vocabulary)) : text;
  const { kernels, memory } = backend;
  return evaluate(snapshot, source, { kernels, memory, ...options });
}
