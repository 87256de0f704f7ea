import type { TaskData } from '../../core/snapshot.js';
import { csvLine } from '../../report/csv-line.js';
import type { SourceRow } from '../../material/table/source-rows.js';
import type { TableFormat } from '../../material/table/format.js';
import type { TaskAnswer } from '../../sample/task-answers.js';

/** A row with its answer, undefined where it has none, as it is written. */
export type Render = (row: SourceRow, answer: TaskAnswer | undefined) => string;

/**
 * The answer alone, on a line. Where the model knows line ends, those of an answer are written as \n and \r, and a
 * backslash as \\, so that every answer is one line.
 */
export function renderLines({ target }: TaskData): Render {
  const isEscaped = target.some((symbol) => /[\n\r]/.test(symbol));
  return (_, answer) => `${isEscaped ? escapeLine(answer?.text ?? '') : (answer?.text ?? '')}\n`;
}

function escapeLine(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

/** The answer as it is, ended by NUL. */
export const renderNull: Render = (_, answer) => `${answer?.text ?? ''}\0`;

/** The probability of one label, on a line. */
export function renderScore(label: number): Render {
  return (_, answer) => `${answer ? Math.exp(answer.labels![label]!) : ''}\n`;
}

/** A JSON object a line: the answer with its probability, and the next best ones; null and the reason where there is none. */
export function renderJson({ name }: TaskData, reasonOf: (bad: SourceRow) => string): Render {
  const key = name === 'classify' ? 'label' : 'answer';
  return (row, answer) => {
    const source = (row.bad ? row.cells : row.source).join();
    if (!answer) return `${JSON.stringify({ source, answer: null, error: reasonOf(row) })}\n`;
    const { text, logprob } = answer;
    const alternatives = answer.alternatives?.map((other) => ({
      [key]: other.text,
      probability: Math.exp(other.logprob),
    }));
    return `${JSON.stringify({
      ...{ source, answer: text, probability: Math.exp(logprob) },
      ...(name !== 'classify' && { logprob }),
      ...(alternatives && { alternatives }),
    })}\n`;
  };
}

/** Digits of a probability in a table. */
const PRECISION = 6;

/** The table that was read, with columns for the answer and its probability. */
export function renderTable(
  header: readonly string[],
  format: TableFormat,
): { head: string; render: Render } {
  const names = ['answer', 'probability'].map((name) => freeName(name, header));
  return {
    head: csvLine([...header, ...names], format),
    render({ cells }, answer) {
      const own = header.map((_, i) => cells[i] ?? '');
      const probability = answer ? String(+Math.exp(answer.logprob).toPrecision(PRECISION)) : '';
      return csvLine([...own, answer?.text ?? '', probability], format);
    },
  };
}

/** `name`, or the first of name_2, name_3, ... that no column has. */
function freeName(name: string, header: readonly string[]): string {
  let free = name;
  for (let n = 2; header.includes(free); n++) free = `${name}_${n}`;
  return free;
}
