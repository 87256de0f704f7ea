import { userError } from '../../core/errors.js';
import { nameSymbol } from '../../text/code-points.js';
import { createEncoder } from '../../text/tokens.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { ByteSource } from '../../disk/byte-source.js';
import type { IdFile, IdFileWriter } from '../../disk/id-file.js';
import { decodeText } from '../../text/decode-text.js';
import { bytesOf, type ReadOptions } from './read-text.js';
import { createHash, type Hash } from 'node:crypto';

interface TokenizeOptions extends ReadOptions {
  readonly unknown?: 'error' | 'skip' | undefined;
}

interface Hashed {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The bytes of a source, hashed as they are read. */
function hashed(source: ByteSource, hash: Hash, options: ReadOptions): Hashed {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const piece of bytesOf(source, options)) {
      hash.update(piece);
      yield piece;
    }
  }
  return { name: source.name, bytes: bytes() };
}

const digestText = (hash: Hash) => `bytes:${hash.digest('hex')}`;

/**
 * Writes the ids of all sources, one after the other, to `writer`; counts the characters the vocabulary lacks. `ends`:
 * where each source ends.
 */
export async function tokenize(
  sources: readonly ByteSource[],
  vocabulary: Vocabulary,
  writer: IdFileWriter,
  options: TokenizeOptions,
): Promise<{ source: IdFile; ends: readonly number[]; unknown: number; digest: string }> {
  const hash = createHash('sha256');
  try {
    let unknown = 0;
    const ends: number[] = [];
    for (const source of sources) {
      if (vocabulary.tokens === 'bytes') await tokenizeBytes(hashed(source, hash, options), writer);
      else unknown += await tokenizeChars(hashed(source, hash, options), vocabulary, writer, options);
      ends.push(writer.length);
    }
    return { source: writer.finish(), ends, unknown, digest: digestText(hash) };
  } catch (error) {
    writer.close();
    throw error;
  }
}

/** A byte is its own id; the encoding does not matter. */
async function tokenizeBytes({ bytes }: Hashed, writer: IdFileWriter): Promise<void> {
  for await (const piece of bytes) writer.append(piece);
}

async function tokenizeChars(
  source: Hashed,
  vocabulary: Vocabulary,
  writer: IdFileWriter,
  options: TokenizeOptions,
): Promise<number> {
  const encoder = createEncoder(vocabulary);
  const replaces = vocabulary.idOf('\ufffd') !== undefined || options.unknown === 'skip';
  let ids = writer.pack(0);
  let unknown = 0;
  let line = 1;
  const { encoding = 'utf8' } = options;
  for await (const text of decodeText(source.bytes, encoding, source.name)) {
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
