import { writeToString } from 'fast-csv';
import type { CsvRow } from '../../core/result.js';
import type { Each, Item } from '../../app/evaluate.js';
import { guard } from '../../report/csv.js';
import type { EvalValues } from '../options/eval.js';
import type { Output } from '../terminal/output.js';
import { openSink } from '../terminal/sink.js';

/** --jsonl and --csv: single characters, lines or rows as they come, or the table at the end. */
export interface ItemWriter {
  readonly each: Each;
  /** Writes the table, where there is one in place of items, and gives a file its final name. */
  finish(table: readonly CsvRow[] | undefined): Promise<void>;
  /** Removes a file that is not finished. */
  discard(): void;
}

/** undefined where neither is asked for. */
export function openItems({ jsonl, csv, perLine }: EvalValues, out: Output): ItemWriter | undefined {
  if (jsonl) {
    const each: Each = (items) => out.write(items.map((item) => `${JSON.stringify(item)}\n`).join(''));
    return { each, async finish() {}, discard() {} };
  }
  if (csv === undefined && !perLine) return undefined;
  const sink = openSink(csv, out);
  const write = async (rows: readonly CsvRow[]) =>
    sink.write(await writeToString([...rows], { includeEndRowDelimiter: true }));
  const header = perLine ? columns.line : columns.character;
  let isBegun = false;
  const begin = async () => {
    if (!isBegun) await write([header]);
    isBegun = true;
  };
  return {
    async each(items, kind) {
      if (kind === 'row' || sink.closed) return; // of rows the CSV is their confusion matrix
      await begin();
      await write(items.map(csvRow));
    },
    async finish(table) {
      if (table) await write(table.map((row) => row.map(guarded)));
      else await begin();
      sink.commit();
    },
    discard: sink.discard,
  };
}

const columns = {
  character: ['position', 'char', 'logprob', 'entropy', 'rank'],
  line: ['line', 'characters', 'nats', 'nats_per_character', 'text'],
};

/** A character is a JSON string, so that a newline stays in its row and a `=` is no formula. */
const csvRow = ({ char, ...item }: Item): CsvRow =>
  char === undefined
    ? Object.values(item).map(guarded)
    : [item['position']!, JSON.stringify(char), item['logprob']!, item['entropy']!, item['rank']!];

const guarded = (cell: string | number) => (typeof cell === 'string' && cell.length > 1 ? guard(cell) : cell);
