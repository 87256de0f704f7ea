import type { TaskData } from '../../core/snapshot.js';
import { encodeMarked, isMarked } from '../../text/marked-text.js';
import type { SourceRow } from '../../material/table/source-rows.js';
import { tableFormat, type TableFormat } from '../../material/table/format.js';
import type { TaskAnswer } from '../../sample/task-answers.js';
import { openSink, type Sink } from '../terminal/sink.js';
import { errorLine } from '../../core/wording/index.js';
import type { SampleValues } from '../options/sample.js';
import type { Output } from '../terminal/output.js';
import { sanitizeLine } from '../../report/sanitize.js';
import type { Questions } from './inputs.js';
import { labelId } from './read-source.js';
import { renderJson, renderLines, renderNull, renderScore, renderTable, type Render } from './render.js';

/** Where answers go. */
export interface AnswerOutput extends Pick<Sink, 'commit' | 'discard'> {
  write(row: SourceRow, answer: TaskAnswer | undefined): Promise<void>;
  /** Whether nobody reads on. */
  isClosed(): boolean;
}

/** A table with --output, else what the flags choose, on stdout. Throws usage/value. */
export async function openAnswerOutput(
  task: TaskData,
  { names, hasHeader, delimiter }: Pick<Questions, 'names' | 'hasHeader' | 'delimiter'>,
  values: SampleValues,
  out: Output,
): Promise<AnswerOutput> {
  if (values.output === undefined) {
    const render = chooseRender(task, values);
    const isShown = out.isTTY && !values.raw && !values.null;
    const write = async (row: SourceRow, answer: TaskAnswer | undefined) => {
      const line = render(row, answer);
      await out.write(isShown ? `${sanitizeLine(line.slice(0, -1))}\n` : line);
    };
    return { write, commit() {}, discard() {}, isClosed: () => out.closed };
  }
  const sink = openSink(values.output, out);
  const { head, render } = renderTable(names, outputFormat(values.output, delimiter));
  const write = (line: string) => sink.write(isMarked(line) ? encodeMarked(line) : line);
  if (hasHeader) await write(head);
  const { commit, discard } = sink;
  return {
    ...{ commit, discard, isClosed: () => sink.closed },
    write: (row, answer) => write(render(row, answer)),
  };
}

/** Tabs for .tsv; else what divides the cells of the table that is read, but no tabs. */
function outputFormat(file: string, delimiter: string | undefined): TableFormat {
  const own = tableFormat(file);
  return own.quoted && delimiter !== '\t' ? tableFormat(file, delimiter) : own;
}

function chooseRender(task: TaskData, { score, jsonl, null: isNull }: SampleValues): Render {
  if (score !== undefined) return renderScore(labelId(task.target, score, '--score'));
  if (jsonl) return renderJson(task, ({ bad }) => errorLine(bad!));
  return isNull ? renderNull : renderLines(task);
}
