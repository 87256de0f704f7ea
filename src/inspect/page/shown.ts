/** How a character is drawn in a cell of its own: what would be invisible or would reorder its neighbors has a picture. */
export function picture(character: string): string {
  const code = character.codePointAt(0)!;
  if (code === 10) return '↵';
  if (code === 9) return '→';
  if (code < 32) return String.fromCodePoint(0x2400 + code);
  if (code === 127) return '␡';
  const hidden =
    (code >= 0x80 && code < 0xa0) ||
    code === 0x61c ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0xfeff;
  return hidden ? '◌' : character;
}

/** The same in words, for the line below the text: `U+202E`, `newline`, `“a”`. */
export function nameOf(character: string): string {
  const code = character.codePointAt(0)!;
  if (code === 10) return 'newline';
  if (code === 32) return 'space';
  if (code === 9) return 'tab';
  const point = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return picture(character) === character ? `“${character}”` : point;
}
