import { writeToString } from 'fast-csv';
import { backendOf } from '../../app/backend.js';
import { userError } from '../../core/errors.js';
import { count } from '../../core/format.js';
import { scoreLines } from '../../eval/score-lines.js';
import { guard } from '../../report/csv.js';
import { newlineOf } from '../../material/text/lines.js';
import { decode } from '../../text/decoder.js';
import { findLines } from '../../text/line-index.js';
import type { EvalValues } from '../options/eval.js';
import type { Console } from '../terminal/console.js';
import { openProgress } from '../terminal/progress.js';
import { openSink } from './sink.js';
import { openSubject, type EvalModel } from './subject.js';

/** `eval --per-line`: a row of CSV for each line of a text, and the mean on stderr. Throws corpus/lines. */
export async function evaluateLines(
  model: EvalModel,
  files: readonly string[],
  values: EvalValues,
  console: Console,
): Promise<void> {
  const { out, err, stop } = console;
  const subject = await openSubject(model, values, files, stop.watch);
  const sink = openSink(values.csv, out);
  const progress = openProgress(console);
  const watch = { signal: stop.signal, check: progress.check, pause: progress.report };
  try {
    const { vocabulary } = subject;
    const { source, unknown } = subject.test!;
    const newline = newlineOf(vocabulary);
    if (newline === undefined) throw userError('corpus/lines', { file: model.file });
    if (unknown > 0) await err.write(`left out: ${unknown} character(s) of the text that are unknown\n`);
    const lines = findLines(source, newline, { maxLength: Infinity, check: progress.check });
    const backend = await backendOf(values.backend);
    await sink.write('line,characters,nats,nats_per_character,text\n');
    let [nats, symbols] = [0, 0];
    for await (const scored of scoreLines(model.snapshot, lines, newline, { ...backend, watch })) {
      nats += scored.nats;
      symbols += scored.symbols;
      const text = guard(decode(lines.read(scored.line), vocabulary));
      const row = [scored.line + 1, scored.symbols, scored.nats, scored.nats / scored.symbols, text];
      await sink.write(await writeToString([row], { includeEndRowDelimiter: true }));
      if (out.closed) return;
    }
    progress.end();
    sink.commit();
    await err.write(`${count(lines.count)} lines, ${(nats / symbols).toFixed(4)} nats per character\n`);
  } finally {
    progress.end();
    sink.discard();
    subject.close();
  }
}
