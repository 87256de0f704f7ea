import { findFormat } from '../table/format.js';
import { numberedColumns } from '../table/header.js';
import { isBlank } from '../table/checks.js';
import { tableRows } from '../table/rows.js';
import { openSource, textOf } from '../text/read-text.js';
import { userError } from '../../core/errors.js';
import { chooseColumns } from './columns.js';
import type { SeriesFile, SeriesOptions } from './series-file.js';
import { createSeriesWriter } from './writer.js';

/**
 * Reads a CSV or TSV file of series of any length in constant memory, but for four bytes a row with `by`. Throws
 * table/*, series/*, corpus/*, disk/*.
 */
export async function openSeries(path: string, options: SeriesOptions): Promise<SeriesFile> {
  const { header: hasHeader = true, delimiter, signal } = options;
  const source = await openSource(path, options);
  const file = source.name;
  const writer = createSeriesWriter(file, options);
  let names: readonly string[] | undefined;
  let isOpen = false;
  try {
    const { format, text } = await findFormat(textOf(source, options), path, delimiter);
    for await (const { first, rows } of tableRows(text, { ...format, file })) {
      signal?.throwIfAborted();
      for (const [i, cells] of rows.entries()) {
        if (isBlank(cells)) continue;
        if (names === undefined) {
          names = hasHeader ? cells : numberedColumns(cells);
          if (hasHeader) continue;
        }
        if (!isOpen) {
          const columns = chooseColumns(names, cells, options, file);
          writer.begin(columns, { names, hasHeader, delimiter: format.delimiter });
          isOpen = true;
        }
        writer.add(cells, first + i);
      }
    }
    if (!isOpen) throw userError('table/empty', { file, why: 'none follows a header' });
    return writer.finish();
  } catch (error) {
    writer.close();
    throw error;
  } finally {
    source.close();
  }
}
