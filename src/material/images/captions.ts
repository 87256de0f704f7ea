import { userError } from '../../core/errors.js';
import type { Ids } from '../../core/floats.js';
import { quote } from '../../core/quote.js';
import { openSource, textOf, type ReadOptions } from '../text/read-text.js';
import { createCellReader, type CellOptions, type CellKind } from '../table/cells.js';
import { checkShape, isBlank } from '../table/checks.js';
import { findFormat } from '../table/format.js';
import { tableRows } from '../table/rows.js';
import type { TableOrigin } from '../../runs/config.js';
import { readClips } from './clips.js';
import { isClips } from './kind.js';

/** Where the captions are, for messages. */
export interface CaptionPlace {
  readonly file: string;
  readonly column: string;
  /** The number of the first caption's row in the file. */
  readonly first: number;
}

/**
 * One column of a CSV or TSV file, `to` or else the first, as texts: the first `most` of all `rows`. Throws corpus/*,
 * table/*.
 */
export async function readCaptions(
  path: string,
  {
    to,
    delimiter,
    most,
    ...read
  }: ReadOptions & {
    readonly to?: string | undefined;
    readonly delimiter?: string | undefined;
    readonly most: number;
  },
): Promise<CaptionPlace & { readonly texts: readonly string[]; readonly rows: number }> {
  const source = await openSource(path, read);
  const file = source.name;
  const texts: string[] = [];
  let header: readonly string[] | undefined;
  let place = 0;
  let [row, count] = [0, 0];
  const { format, text } = await findFormat(textOf(source, read), path, delimiter);
  for await (const { rows } of tableRows(text, { ...format, file })) {
    for (const cells of rows) {
      row += 1;
      if (isBlank(cells)) continue;
      if (header === undefined) {
        header = cells;
        place = to === undefined ? 0 : header.indexOf(to);
        const known = header.map(quote).join(', ');
        if (place < 0) throw userError('table/no-column', { file, column: quote(to!), known });
        continue;
      }
      checkShape(cells, { ...format, names: header, hasHeader: true }, { file, row });
      if (count++ < most) texts.push(cells[place]!);
    }
  }
  if (texts.length === 0) throw userError('table/empty', { file, why: 'it has no rows' });
  return { file, column: header![place]!, first: 2, texts, rows: count };
}

/**
 * Captions as ids of symbols, characters or words. The symbols are those that occur, sorted, or those of a model.
 * Throws table/empty-cell, table/many-symbols, table/unknown-symbol.
 */
export function captionIds(
  texts: readonly string[],
  kind: Exclude<CellKind, 'label'>,
  { file, column, first }: CaptionPlace,
  options: CellOptions = {},
): { readonly symbols: readonly string[]; readonly ids: readonly Ids[] } {
  const reader = createCellReader(kind, options);
  const numbers = texts.map((text, n) => {
    const row = first + n;
    const cell = new Uint16Array(text.length);
    const end = reader.read(text, cell, 0, { file, row, column });
    if (end === 0) throw userError('table/empty-cell', { file, row, column: quote(column) });
    return cell.subarray(0, end);
  });
  const { symbols, idOf } = reader.finish(1);
  return { symbols, ids: numbers.map((cell) => Int32Array.from(cell, (number) => idOf[number]!)) };
}

/** Images and their captions as texts. Throws clips/images for clips, clips/unlabeled, clips/captions, table/*. */
export async function readCaptioned(
  files: readonly string[],
  { to, delimiter }: Pick<TableOrigin, 'to' | 'delimiter'>,
  { signal }: { readonly signal: AbortSignal },
) {
  const file = files.find(isClips)!;
  const [table, other] = files.filter((path) => path !== file);
  if (other !== undefined)
    throw userError('usage/extra-argument', {
      value: other,
      usage: 'char-rnn train <images.npz> [captions.csv]',
    });
  const read = await readClips(file, { signal });
  const { N, T, labels } = read.clips;
  if (T !== null) throw userError('clips/images', { file, frames: T });
  if (table === undefined) {
    if (labels === null) throw userError('clips/unlabeled', { file });
    return { read, texts: labels, file, column: 'y', first: 1 };
  }
  const { rows, ...captions } = await readCaptions(table, { to, delimiter, most: N, signal });
  if (rows !== N) throw userError('clips/captions', { file, images: N, table, rows });
  return { read, ...captions };
}
