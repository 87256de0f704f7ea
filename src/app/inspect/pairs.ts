import { quote } from '../../core/quote.js';
import { userError } from '../../core/errors.js';
import type { Watch } from '../../core/watch.js';
import type { Pair } from '../../inspect/pairs/report.js';
import { checkShape, isBlank } from '../../material/table/checks.js';
import { tableFormat } from '../../material/table/format.js';
import { tableRows } from '../../material/table/rows.js';
import { openSource, textOf } from '../../material/text/read-text.js';

const COLUMNS = ['context', 'right', 'wrong'] as const;

/** The pairs of a CSV or TSV file with columns context, right, wrong and, if they are of several, kind. */
export async function readPairs(
  path: string,
  { signal }: Watch,
): Promise<{ readonly name: string; readonly pairs: readonly Pair[] }> {
  const source = await openSource(path, {});
  const file = source.name;
  const format = { file, ...tableFormat(path) };
  const pairs: Pair[] = [];
  let header: readonly string[] | undefined;
  let row = 0;
  for await (const { rows } of tableRows(textOf(source, { signal }), format)) {
    for (const cells of rows) {
      row += 1;
      if (isBlank(cells)) continue;
      if (header === undefined) {
        header = cells;
        const known = cells.map(quote).join(', ');
        const missing = COLUMNS.find((name) => !cells.includes(name));
        if (missing) throw userError('table/no-column', { file, column: quote(missing), known });
        continue;
      }
      checkShape(cells, { names: header, hasHeader: true, delimiter: format.delimiter }, { ...format, row });
      const of = (name: string) => cells[header!.indexOf(name)];
      pairs.push({
        kind: of('kind') ?? 'pairs',
        context: of('context')!,
        right: of('right')!,
        wrong: of('wrong')!,
      });
    }
  }
  if (pairs.length < 2) throw userError('table/empty', { file, why: 'two pairs are needed at least' });
  return { name: file, pairs };
}
