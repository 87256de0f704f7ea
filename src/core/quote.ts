const LONGEST = 60;

/**
 * A name from an untrusted file, safe for an error message: in quotes, on one line, cut when long, and
 * with everything that could drive a terminal written as an escape.
 */
export function quote(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  const escaped = JSON.stringify(cut).replace(
    /[^\x20-\x7e…]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return escaped;
}

/** Characters that sh leaves unchanged. */
const PLAIN = /^[\w./:,@%+=-]+$/;

/** A word as sh reads it: one with special characters is in single quotes. */
export const shellWord = (word: string): string =>
  PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** One line that sh runs as `words`. */
export const shellLine = (words: readonly string[]): string => words.map(shellWord).join(' ');
