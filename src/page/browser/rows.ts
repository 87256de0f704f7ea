/** A text broken into rows of at most `columns` characters; a newline ends a row and belongs to it. */
export interface Rows {
  readonly columns: number;
  /** Where each row begins, and last the length of the text. */
  readonly starts: Int32Array;
}

export function breakRows(characters: readonly string[], columns: number): Rows {
  const starts = [0];
  let width = 0;
  characters.forEach((character, i) => {
    width++;
    const last = i + 1 === characters.length;
    if (!last && (character === '\n' || width === columns)) {
      starts.push(i + 1);
      width = 0;
    }
  });
  starts.push(characters.length);
  return { columns, starts: Int32Array.from(starts) };
}

export const rowCount = ({ starts }: Rows): number => starts.length - 1;

/** The row a position is in. */
export function rowOf({ starts }: Rows, position: number): number {
  let [low, high] = [0, starts.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The position nearest to a column of a row. */
export function positionAt({ starts }: Rows, row: number, column: number): number {
  const bounded = Math.max(0, Math.min(row, starts.length - 2));
  const last = Math.max(starts[bounded]!, starts[bounded + 1]! - 1);
  return Math.max(starts[bounded]!, Math.min(last, starts[bounded]! + column));
}
