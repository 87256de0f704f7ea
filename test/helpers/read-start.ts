import type { Ids } from '../../src/core/floats.js';
import type { LanguageModel } from '../../src/model/language-model.js';
import { createPrimeReader, type Start } from '../../src/sample/rows.js';

/** Where texts begin after a prime that is read in one piece, from zeros. */
export function readStart(model: LanguageModel, prime: Ids): Start {
  const reader = createPrimeReader(model, model.createState());
  reader.read(prime);
  return reader.start();
}
