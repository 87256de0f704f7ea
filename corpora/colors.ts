import { colornames } from 'color-name-list';
import { shuffled } from './shuffle.js';
import { csv, holdOut, type CorpusFiles } from './table-text.js';

/** Red, green and blue (0 to 255) and the name of a color in ASCII, lower-cased, for `--task generate`. */
export async function colors(): Promise<CorpusFiles> {
  const named = colornames.filter(({ name }) => /^[ -~]+$/.test(name));
  const rows = named.map(({ name, hex }) => [...rgb(hex), name.toLowerCase()]);
  const { train, test } = holdOut(shuffled(rows), 0.1);
  const header = ['r', 'g', 'b', 'name'];
  return { 'colors.csv': await csv(header, train), 'colors-test.csv': await csv(header, test) };
}

function rgb(hex: string): number[] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
