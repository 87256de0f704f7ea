/** Characters that a shell, xargs and GNU parallel all leave unchanged. */
const PLAIN = /^[\w./:,@%+=-]+$/;

/**
 * One line that sh runs as `words`, and that `xargs -I{} sh -c {}` and GNU parallel run alike. xargs removes one level
 * of quotes and backslashes and sh another, so no quoting is right for both: a word with special characters is
 * written in base64 instead, which needs no quotes. IFS and globbing are off, so that a decoded word stays one word.
 * A word that ends in a newline cannot be written so: $( ) drops it.
 */
export function shellLine(words: readonly string[]): string {
  if (words.every((word) => PLAIN.test(word))) return words.join(' ');
  return `IFS=; set -f; ${words.map((word) => (PLAIN.test(word) ? word : decoded(word))).join(' ')}`;
}

function decoded(word: string): string {
  return `$(echo ${Buffer.from(word).toString('base64')}|base64 -d)`;
}

/** The same for a script, which only the shell reads: words with special characters are in single quotes. */
export function scriptLine(words: readonly string[]): string {
  return words.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}
