import { writeToString } from 'fast-csv';
import type { ScoredText } from '../../eval/score-text.js';
import type { IdSource } from '../../text/id-source.js';
import { symbolName } from '../../text/symbol-name.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { Sink } from './sink.js';

/** Characters that are formatted at a time. */
const BLOCK = 4096;

interface Row {
  readonly position: number;
  readonly char: string;
  readonly logprob: number;
  readonly entropy: number;
  readonly rank: number;
}

/**
 * Writes a row for every character as it is scored: its position in the text from 0, natural logarithms, rank from 1.
 * In CSV the character is a JSON string, so that a newline stays in its row and a `=` is no formula.
 */
export function perCharacter(
  format: 'jsonl' | 'csv',
  source: IdSource,
  vocabulary: Vocabulary,
  out: Pick<Sink, 'write' | 'closed'>,
): { begin(): Promise<void>; each(scored: ScoredText): Promise<void> } {
  const names = Array.from({ length: vocabulary.size }, (_, id) => symbolName(id, vocabulary));
  return {
    async begin() {
      if (format === 'csv') await out.write('position,char,logprob,entropy,rank\n');
    },
    async each(scored) {
      for (let at = 0; at < scored.nats.length && !out.closed; at += BLOCK) {
        await out.write(await formatRows(format, rowsOf(scored, at, source, names)));
      }
    },
  };
}

function rowsOf(scored: ScoredText, at: number, source: IdSource, names: readonly string[]): Row[] {
  const ids = new Int32Array(Math.min(BLOCK, scored.nats.length - at));
  source.read(scored.from + at, ids);
  return Array.from(ids, (id, i) => ({
    position: scored.from + at + i,
    char: names[id]!,
    logprob: -scored.nats[at + i]!,
    entropy: scored.entropy[at + i]!,
    rank: scored.rank[at + i]!,
  }));
}

async function formatRows(format: 'jsonl' | 'csv', rows: readonly Row[]): Promise<string> {
  if (format === 'jsonl') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const cells = rows.map((row) => ({ ...row, char: JSON.stringify(row.char) }));
  return writeToString(cells, { includeEndRowDelimiter: true });
}
