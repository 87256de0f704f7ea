/** The state of a lexer of source code. */
export type Mode = 'code' | 'line-comment' | 'block-comment' | 'string';

const [NEWLINE, DOUBLE, SINGLE, STAR, SLASH, BACKSLASH, BACKTICK] = [10, 34, 39, 42, 47, 92, 96];

/**
 * Reads source code a character at a time and returns the state after each. A comment is entered with the
 * second character of its opening mark and left with the last of its closing one. A string in " or ' ends with its
 * line at the latest (so an apostrophe in prose affects one line only), one in backticks where it is closed.
 */
export function lexer(): (code: number) => Mode {
  let mode: Mode = 'code';
  let before = 0;
  let quote = 0;
  const inCode = (code: number): Mode => {
    if (before === SLASH && code === SLASH) return 'line-comment';
    if (before === SLASH && code === STAR) return 'block-comment';
    if (code !== DOUBLE && code !== SINGLE && code !== BACKTICK) return 'code';
    quote = code;
    return 'string';
  };
  const inString = (code: number): Mode => {
    if (before === BACKSLASH) return 'string';
    return code === quote || (code === NEWLINE && quote !== BACKTICK) ? 'code' : 'string';
  };
  return (code) => {
    const was = mode;
    if (mode === 'code') mode = inCode(code);
    else if (mode === 'string') mode = inString(code);
    else if (mode === 'line-comment') mode = code === NEWLINE ? 'code' : mode;
    else mode = before === STAR && code === SLASH ? 'code' : mode;
    // a consumed mark begins nothing else: not `/*/`, not `\\"`
    const used = mode !== was || (was === 'string' && before === BACKSLASH);
    before = used ? 0 : code;
    return mode;
  };
}
