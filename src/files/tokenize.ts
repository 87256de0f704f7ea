import { userError } from '../core/errors.js';
import { nameSymbol } from '../text/code-points.js';
import { createEncoder } from '../text/tokens.js';
import type { Vocabulary } from '../text/vocabulary.js';
import type { ByteSource } from './byte-source.js';
import type { IdFile, IdFileWriter } from './id-file.js';
import { bytesOf, textOf, type ReadOptions } from './read-text.js';

export interface TokenizeOptions extends ReadOptions {
  readonly unknown?: 'error' | 'skip' | undefined;
}

/** Writes the ids of all sources, one after the other, to `writer`; counts the characters the vocabulary lacks. */
export async function tokenize(
  sources: readonly ByteSource[],
  vocabulary: Vocabulary,
  writer: IdFileWriter,
  options: TokenizeOptions,
): Promise<{ source: IdFile; unknown: number }> {
  try {
    let unknown = 0;
    for (const source of sources) {
      if (vocabulary.tokens === 'bytes') await tokenizeBytes(source, writer, options);
      else unknown += await tokenizeChars(source, vocabulary, writer, options);
    }
    return { source: writer.finish(), unknown };
  } catch (error) {
    writer.close();
    throw error;
  }
}

/** A byte is its own id; the encoding does not matter. */
async function tokenizeBytes(source: ByteSource, writer: IdFileWriter, options: ReadOptions): Promise<void> {
  for await (const bytes of bytesOf(source, options)) writer.append(bytes);
}

async function tokenizeChars(
  source: ByteSource,
  vocabulary: Vocabulary,
  writer: IdFileWriter,
  options: TokenizeOptions,
): Promise<number> {
  const encoder = createEncoder(vocabulary);
  const replaces = vocabulary.idOf('\ufffd') !== undefined || options.unknown === 'skip';
  let ids = writer.pack(0);
  let unknown = 0;
  let line = 1;
  for await (const text of textOf(source, options)) {
    if (ids.length < text.length) ids = writer.pack(text.length);
    const end = encoder.encode(text, ids, 0, (symbol, index) => {
      unknown++;
      if (replaces) return;
      const character = nameSymbol(symbol);
      const where = line + countLines(text.slice(0, index));
      throw userError('corpus/unknown', { file: source.name, line: where, character, size: vocabulary.size });
    });
    writer.append(ids.subarray(0, end));
    if (!replaces) line += countLines(text);
  }
  return unknown;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
