import { createRng } from '../core/rng.js';
import type { Ids } from '../core/floats.js';
import type { State } from '../layers/layer.js';
import type { LanguageModel } from '../model/language-model.js';
import { REPLACEMENT } from '../text/code-points.js';
import { createDecoder } from '../text/decoder.js';
import type { Vocabulary } from '../text/vocabulary.js';
import { sample, type SampleOptions } from './sampler.js';

/** Continues a text with a model of one row; yields what each symbol adds, '' inside a character of several bytes. */
export function* textPieces(
  model: LanguageModel,
  vocabulary: Vocabulary,
  options: SampleOptions,
  state?: State,
): Generator<string, void, void> {
  const decoder = createDecoder(vocabulary);
  for (const { id } of sample(model, options, state)) yield decoder.write(id);
  yield decoder.end();
}

/** A short sample, to show the progress of a network: temperature 0.8, always the same seed. */
export function drawText(
  model: LanguageModel,
  vocabulary: Vocabulary,
  length: number,
  state?: State,
): string {
  const options = {
    prime: beginning(vocabulary),
    length,
    temperature: 0.8,
    exclude: placeholders(vocabulary),
    rng: createRng(1),
  };
  return [...textPieces(model, vocabulary, options, state)].join('');
}

/** What a model reads before a text without a prime: a newline, where it knows one, since a text begins as a line does. */
export function beginning(vocabulary: Vocabulary): Ids {
  const newline = vocabulary.tokens === 'bytes' ? 10 : vocabulary.idOf('\n');
  return newline === undefined ? new Int32Array(0) : Int32Array.of(newline);
}

/** Symbols that are drawn only where asked for: U+FFFD, which stands for characters that are too rare to be symbols. */
export function placeholders({ tokens, idOf }: Pick<Vocabulary, 'tokens' | 'idOf'>): readonly number[] {
  const id = tokens === 'chars' ? idOf(REPLACEMENT) : undefined;
  return id === undefined ? [] : [id];
}
