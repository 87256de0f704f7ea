/**
 * Watches a text that arrives in pieces for the first of several strings. Feed it each piece; it returns the part of
 * the piece that belongs to the text, which ends after the string, and whether the text has ended.
 */
export function watchFor(strings: readonly string[]): (piece: string) => { text: string; ended: boolean } {
  const longest = Math.max(0, ...strings.map((string) => string.length));
  let tail = '';
  return (piece) => {
    const seen = tail + piece;
    let end = Infinity;
    for (const string of strings) {
      const at = seen.indexOf(string);
      if (at >= 0) end = Math.min(end, at + string.length);
    }
    if (end < Infinity) return { text: piece.slice(0, end - tail.length), ended: true };
    tail = seen.slice(Math.max(0, seen.length - longest + 1));
    return { text: piece, ended: false };
  };
}
