/** The most characters of a line. A longer one is cut to one more, so that it can be told from one of this length. */
export const LONGEST_LINE = 2 ** 20;

/**
 * The lines of a text, with any line end, in batches of those that are complete with the same piece: a program that
 * waits for the answer to its line gets it at once. Memory does not grow with a line that never ends.
 */
export async function* linesOf(
  text: AsyncIterable<string>,
  longest = LONGEST_LINE,
): AsyncGenerator<string[]> {
  let begun: string[] = [];
  let length = 0;
  const add = (part: string) => {
    const taken = part.slice(0, Math.max(0, longest + 2 - length)); // a CR at the end is no part of the line
    length += part.length;
    if (taken !== '') begun.push(taken);
  };
  const end = () => {
    const line = begun.join('').replace(/\r$/, '');
    begun = [];
    length = 0;
    return line.slice(0, longest + 1);
  };
  for await (const piece of text) {
    const lines: string[] = [];
    let from = 0;
    for (let at; (at = piece.indexOf('\n', from)) >= 0; from = at + 1) {
      add(piece.slice(from, at));
      lines.push(end());
    }
    add(piece.slice(from));
    if (lines.length > 0) yield lines;
  }
  if (length > 0) yield [end()];
}
