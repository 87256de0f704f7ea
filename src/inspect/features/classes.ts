/** What kind of character a code point is. ASCII by comparison, the rest by Unicode property, cached. */

export const NEWLINE = 10;

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Blank, tab, line feed, carriage return, no-break and other spaces. */
export const isSpace = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 13) || (code >= 128 && has('space', /\s/u, code));

export const isUpper = (code: number): boolean =>
  code < 128 ? code >= 65 && code <= 90 : has('upper', /\p{Lu}/u, code);

export const isLower = (code: number): boolean =>
  code < 128 ? code >= 97 && code <= 122 : has('lower', /\p{Ll}/u, code);

/** A letter of any script, with or without case. */
export const isLetter = (code: number): boolean =>
  code < 128 ? (code | 32) >= 97 && (code | 32) <= 122 : has('letter', /[\p{L}\p{M}]/u, code);

/** Neither letter, digit nor space. */
export const isPunctuation = (code: number): boolean => !isLetter(code) && !isDigit(code) && !isSpace(code);

const known = new Map<string, Map<number, boolean>>();

function has(property: string, pattern: RegExp, code: number): boolean {
  let answers = known.get(property);
  if (answers === undefined) known.set(property, (answers = new Map()));
  let answer = answers.get(code);
  if (answer === undefined) answers.set(code, (answer = pattern.test(String.fromCodePoint(code))));
  return answer;
}
