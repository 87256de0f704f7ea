import { writeToString } from 'fast-csv';

/** The files of a corpus, by name. */
export type CorpusFiles = Readonly<Record<string, string>>;
export type Row = readonly (string | number)[];

/** A table as the text of a .csv file: quoted where a cell needs it, one row a line. */
export function csv(header: Row, rows: readonly Row[]): Promise<string> {
  return writeToString([header, ...rows] as (string | number)[][], { includeEndRowDelimiter: true });
}

/** A table as the text of a .tsv file, which knows no quotes: no cell may hold a tab or a line end. */
export function tsv(header: Row, rows: readonly Row[]): string {
  const line = (row: Row) => {
    const cells = row.map(String);
    const bad = cells.find((cell) => /[\t\r\n]/.test(cell));
    if (bad !== undefined) throw new RangeError(`a cell of a .tsv holds a tab or a line end: ${bad}`);
    return `${cells.join('\t')}\n`;
  };
  return [header, ...rows].map(line).join('');
}

/** The first items, and the last `share` of them, which are for the test. */
export function holdOut<Item>(items: readonly Item[], share: number): { train: Item[]; test: Item[] } {
  const at = items.length - Math.floor(items.length * share);
  return { train: items.slice(0, at), test: items.slice(at) };
}
