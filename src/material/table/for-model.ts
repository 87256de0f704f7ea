import type { Watch } from '../../core/watch.js';
import type { Examples } from '../../data/examples.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import { corpusOriginOf } from '../../runs/config.js';
import type { Encoding } from '../../text/encodings.js';
import { tableExamples } from './examples.js';
import { kindsOf } from './request.js';
import { openTable, type Table } from './table.js';

/** Another table than the one a model learned from, read by the model's columns, in its symbols. */
export interface TableForModel {
  readonly table: Table;
  readonly examples: Examples;
}

/**
 * Opens such a table; it is delimited and encoded as in training unless said otherwise. `unknown`: whether a symbol of a
 * source that the model does not know is an error or is left out. Throws table/*, corpus/*.
 */
export async function openTableForModel(
  path: string,
  { file, snapshot: { task, training } }: ModelFile,
  how: {
    readonly encoding?: Encoding | undefined;
    readonly unknown: 'error' | 'skip';
    readonly watch: Watch;
  },
): Promise<TableForModel> {
  const { name, from, to, toTokens, source, target, scaling } = task!;
  const corpus = corpusOriginOf(training, file);
  const table = await openTable(path, {
    from,
    to,
    ...kindsOf({ task: name, from, toTokens }),
    delimiter: corpus?.table?.delimiter,
    maxLength: corpus?.table?.maxLength,
    truncate: corpus?.table?.truncate,
    header: corpus?.table?.header,
    encoding: how.encoding ?? corpus?.encoding,
    signal: how.watch.signal,
    known: { source, target },
    unknown: how.unknown,
  });
  return { table, examples: tableExamples(table, undefined, { scaling }) };
}
