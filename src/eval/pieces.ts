import type { Stretch } from '../model/read-text.js';

/** Characters scored in one piece, and read before them without being scored. */
const PIECE = 65536;
const WARM_UP = 1024;

/**
 * How N symbols are read: in pieces of fixed length, so that a long text can be read by several rows of a batch at once
 * and its loss does not depend on how many rows there are. The first piece begins from a state of zeros, as the text
 * does; each later one first reads the WARM_UP characters before it, so that its state settles. A text up to 65,537
 * characters is one piece: a single pass from its beginning to its end. Prediction i is of symbol i + 1, so that the
 * last symbol is in no piece.
 */
export function planPieces(symbols: number, piece = PIECE, warmUp = WARM_UP): Stretch[] {
  const pieces: Stretch[] = [];
  for (let from = 0; from < symbols - 1; from += piece) {
    pieces.push({
      begin: Math.max(0, from - warmUp),
      from,
      to: Math.min(from + piece, symbols - 1),
    });
  }
  return pieces;
}
