import { createRng } from '../../core/rng.js';
import type { State } from '../../layers/layer.js';
import type { LanguageModel } from '../../model/language-model.js';
import { sample } from '../../sample/sampler.js';
import { createDecoder } from '../../text/decoder.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import { beginning } from './prime.js';

/** A short sample, to show the progress of a network: temperature 0.8, always the same seed. */
export function drawText(
  model: LanguageModel,
  vocabulary: Vocabulary,
  length: number,
  state?: State,
): string {
  const decoder = createDecoder(vocabulary);
  const prime = beginning(vocabulary);
  let text = '';
  const options = { prime, length, temperature: 0.8, rng: createRng(1) };
  for (const { id } of sample(model, options, state)) text += decoder.write(id);
  return text + decoder.end();
}
