/** Characters that sh leaves unchanged. */
const PLAIN = /^[\w./:,@%+=-]+$/;

/** One line that sh runs as `words`: those with special characters are in single quotes. */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
