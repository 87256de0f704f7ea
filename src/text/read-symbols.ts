import { createDecoder } from './decoder.js';
import type { IdSource } from './id-source.js';
import type { Vocabulary } from './vocabulary.js';

const BLOCK = 65536;

function* blocksOf(source: IdSource): Generator<Int32Array> {
  const block = new Int32Array(BLOCK);
  for (let at = 0; at < source.length; at += BLOCK) {
    const part = block.subarray(0, Math.min(BLOCK, source.length - at));
    source.read(at, part);
    yield part;
  }
}

/** The symbols of a text, one by one: characters, or bytes as the Latin-1 characters of the same numbers. */
export function* symbolsOf(source: IdSource, vocabulary: Vocabulary): Generator<string> {
  const bytes = vocabulary.tokens === 'bytes';
  for (const block of blocksOf(source)) {
    for (const id of block) yield bytes ? String.fromCharCode(id) : vocabulary.symbols[id]!;
  }
}

/** The text, in pieces. */
export function* textOf(source: IdSource, vocabulary: Vocabulary): Generator<string> {
  const decoder = createDecoder(vocabulary);
  for (const block of blocksOf(source)) {
    let text = '';
    for (const id of block) text += decoder.write(id);
    yield text;
  }
  yield decoder.end();
}
