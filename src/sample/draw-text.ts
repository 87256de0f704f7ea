import { createRng } from '../core/rng.js';
import type { Ids } from '../core/floats.js';
import type { State } from '../layers/layer.js';
import type { LanguageModel } from '../model/language-model.js';
import { createDecoder } from '../text/decoder.js';
import type { Vocabulary } from '../text/vocabulary.js';
import { sample } from './sampler.js';

/** A short sample, to show the progress of a network: temperature 0.8, always the same seed. */
export function drawText(
  model: LanguageModel,
  vocabulary: Vocabulary,
  length: number,
  state?: State,
): string {
  const decoder = createDecoder(vocabulary);
  let text = '';
  const options = { prime: beginning(vocabulary), length, temperature: 0.8, rng: createRng(1) };
  for (const { id } of sample(model, options, state)) text += decoder.write(id);
  return text + decoder.end();
}

/** What a model reads before a text without a prime: a newline, where it knows one, since a text begins as a line does. */
export function beginning(vocabulary: Vocabulary): Ids {
  const newline = vocabulary.tokens === 'bytes' ? 10 : vocabulary.idOf('\n');
  return newline === undefined ? new Int32Array(0) : Int32Array.of(newline);
}
