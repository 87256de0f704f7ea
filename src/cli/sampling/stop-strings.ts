/**
 * Watches a text that arrives in pieces for the first of several strings. Feed it each piece; it returns the part of
 * the piece that belongs to the text, which ends after the string, and whether the text has ended.
 */
export function watchFor(strings: readonly string[]): (piece: string) => { text: string; ended: boolean } {
  const longest = Math.max(0, ...strings.map((string) => string.length));
  let tail = '';
  return (piece) => {
    const seen = tail + piece;
    const ends = strings.flatMap((string) => {
      const at = seen.indexOf(string);
      return at < 0 ? [] : [at + string.length];
    });
    if (ends.length > 0) return { text: piece.slice(0, Math.min(...ends) - tail.length), ended: true };
    tail = seen.slice(Math.max(0, seen.length - longest + 1));
    return { text: piece, ended: false };
  };
}
