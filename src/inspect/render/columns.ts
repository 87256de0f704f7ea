import stringWidth from 'string-width';

/** How a column stands: text to the left, numbers to the right. */
export type Align = 'left' | 'right';

/** Rows of cells as lines, each column as wide as its widest cell, two blanks between. Colored cells count by what is seen. */
export function alignColumns(rows: readonly (readonly string[])[], aligns: readonly Align[]): string[] {
  const widths = aligns.map((_, k) => Math.max(...rows.map((row) => stringWidth(row[k] ?? ''))));
  return rows.map((row) =>
    aligns
      .map((align, k) => {
        const cell = row[k] ?? '';
        const room = ' '.repeat(widths[k]! - stringWidth(cell));
        return align === 'left' ? cell + room : room + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** A score as tables show it: `.973`, `1.00`, `-.120`. */
export function score(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const fixed = value.toFixed(3);
  return Math.abs(value) >= 0.9995 ? value.toFixed(2) : fixed.replace(/^(-?)0\./, '$1.');
}
