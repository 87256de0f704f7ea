/** A stretch of text that is read by itself: characters from ... to are read, those after the first `warmUp` are scored. */
export interface Piece {
  readonly from: number;
  readonly warmUp: number;
  /** Predictions that count; prediction i is of symbol from + warmUp + i + 1. */
  readonly scored: number;
}

/** Characters scored in one piece, and read before them without being scored. */
export const PIECE = 65536;
export const WARM_UP = 1024;

/**
 * How N symbols are read: in pieces of fixed length, so that a long text can be read by several rows of a batch at
 * once and its loss does not depend on how many rows there are. The first piece begins from a state of zeros,
 * as the text does; each later one reads the WARM_UP characters before it first, so that its state has settled. A text
 * up to 65,537 characters is one piece: a single pass from its beginning to its end.
 */
export function planPieces(symbols: number, piece = PIECE, warmUp = WARM_UP): Piece[] {
  const pieces: Piece[] = [];
  for (let first = 0; first < symbols - 1; first += piece) {
    const before = Math.min(warmUp, first);
    pieces.push({
      from: first - before,
      warmUp: before,
      scored: Math.min(piece, symbols - 1 - first),
    });
  }
  return pieces;
}
