/** 1215236 -> "1,215,236". */
export function count(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

/** A text as lines of at most `width` columns, broken at blanks; later lines begin with `indent`. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line += line.trim() === '' ? word : ` ${word}`;
    }
  }
  return [...lines, line];
}
