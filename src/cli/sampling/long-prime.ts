import type { Ids } from '../../core/floats.js';
import { userError } from '../../core/errors.js';
import { nameSymbol } from '../../text/code-points.js';
import { createEncoder } from '../../text/tokens.js';
import type { Vocabulary } from '../../text/vocabulary.js';

/** A piece of a prime: as it is shown, and what the model reads. */
export interface PrimePiece {
  readonly text: string;
  readonly ids: Ids;
}

/** A prime too long for memory: read by the model, and shown, a piece at a time. */
export interface LongPrime {
  pieces(): AsyncIterable<PrimePiece>;
  /** Characters that were left out so far. */
  readonly skipped: number;
}

/**
 * A text or bytes in pieces, as symbols of a vocabulary. Throws text/unknown unless `skipUnknown`, as encode() does.
 */
export function longPrime(
  pieces: AsyncIterable<string | Uint8Array>,
  vocabulary: Vocabulary,
  skipUnknown: boolean,
): LongPrime {
  const encoder = createEncoder(vocabulary);
  const decoder = new TextDecoder();
  let [skipped, before] = [0, 0];

  function encodePiece(text: string): PrimePiece {
    const ids = new Int32Array(text.length * (vocabulary.tokens === 'bytes' ? 3 : 1));
    const end = encoder.encode(text, ids, 0, (symbol, index) => {
      skipped++;
      if (skipUnknown) return;
      const position = before + [...text.slice(0, index)].length + 1;
      throw userError('text/unknown', { character: nameSymbol(symbol), position, size: vocabulary.size });
    });
    if (!skipUnknown) before += [...text].length;
    return { text, ids: ids.subarray(0, end) };
  }

  return {
    get skipped() {
      return skipped;
    },
    async *pieces() {
      for await (const piece of pieces) {
        if (typeof piece === 'string') yield encodePiece(piece);
        else yield { text: decoder.decode(piece, { stream: true }), ids: Int32Array.from(piece) };
      }
    },
  };
}

/** The part of a source that was read already, then the rest; the source is closed with it. */
export async function* rejoin<Piece>(
  read: readonly Piece[],
  rest: AsyncIterator<Piece>,
): AsyncGenerator<Piece, void, void> {
  try {
    yield* read;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
