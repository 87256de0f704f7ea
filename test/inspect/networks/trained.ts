import { createRng } from '../../../src/core/rng.js';
import { shuffle } from '../../../src/core/shuffle.js';
import type { Snapshot } from '../../../src/core/snapshot.js';
import { unwatched } from '../../../src/inspect/forward/pace.js';
import type { Subject } from '../../../src/inspect/forward/subject.js';
import type { InspectedText } from '../../../src/inspect/forward/text.js';
import { modelFromSnapshot } from '../../../src/model/language-model.js';
import { languageData } from '../../../src/tasks/language.js';
import { arraySource } from '../../../src/text/id-source.js';
import { encode } from '../../../src/text/tokens.js';
import { createVocabulary, type Vocabulary } from '../../../src/text/vocabulary.js';
import { presets } from '../../../src/train/presets.js';
import { trainNetwork } from '../../../src/train/trainer.js';
import { theBackend } from '../../helpers/backend.js';

export interface Schooling {
  readonly hidden: number;
  readonly steps: number;
  readonly seq?: number;
  readonly lr?: number;
  readonly seed?: number;
}

/** A small LSTM of one layer that has been trained on a text, which it then reads. */
export async function trainedOn(
  content: string,
  known: Vocabulary,
  { hidden, steps, seq = 48, lr = 0.008, seed = 1 }: Schooling,
): Promise<Subject> {
  const backend = await theBackend('wasm');
  const { default: usual } = presets;
  const options = {
    ...usual,
    model: { ...usual.model, hidden, layers: 1 },
    steps,
    seq,
    seed,
    batch: 16,
    lr,
    schedule: { ...usual.schedule, decay: 0.85, decayAfter: 2 },
    split: { ...usual.split, validation: 0, test: 0 },
  };
  let last: Snapshot | undefined;
  const data = languageData(arraySource(encode(content, known)), options);
  for await (const event of trainNetwork({ options, vocabulary: known, data, backend })) {
    if (event.type === 'save') last = event.snapshot();
  }
  const model = modelFromSnapshot(last!, { ...backend, T: 64, B: 16, training: false });
  return { model, backend, text: inspectedText(content, known), pace: unwatched };
}

export const vocabularyOf = (text: string): Vocabulary =>
  createVocabulary({ tokens: 'chars', symbols: [...new Set(text)].sort() });

export const inspectedText = (content: string, vocabulary: Vocabulary): InspectedText => ({
  name: 'nested',
  ids: encode(content, vocabulary),
  codes: Int32Array.from(Array.from(content), (character) => character.codePointAt(0)!),
});

/** The characters of a text in a random order. */
export const shuffledText = (text: string, seed: number): string =>
  shuffle(Array.from(text), createRng(seed)).join('');
