import { csvRows } from '../../inspect/render/csv.js';
import { render } from '../../inspect/render/index.js';
import type { Report } from '../../inspect/report.js';
import { WINDOW, type Subject } from '../../inspect/subject.js';
import { gatherText } from '../../inspect/text.js';
import { writeActivations } from '../inspecting/activations.js';
import { answer } from '../inspecting/answer.js';
import { featuresOf } from '../inspecting/features.js';
import { searchOptions } from '../inspecting/search.js';
import { CHANGED, sourceOf } from '../inspecting/source.js';
import { writeCsv, writeDocument } from '../inspecting/write.js';
import { loadModel } from '../load-model.js';
import type { Parsed } from '../options/flag.js';
import type { inspectCommand } from '../options/inspect.js';
import type { Console } from '../terminal/console.js';
import { sanitize, sanitizeLine } from '../terminal/sanitize.js';

type InspectArguments = Parsed<(typeof inspectCommand)['flags']>;

const USUAL_LIMIT = 1_000_000;
/** What a person reads on a terminal. */
const TO_LOOK_AT = 3_000;

/** `char-rnn inspect`: finds what cells track, and shows how a network works. */
export async function inspect({ values, files }: InspectArguments, console: Console): Promise<void> {
  const [path, ...texts] = files as [string, ...string[]];
  if (values.view === 'activations') return writeActivations(path, texts, values, console);
  const loaded = await loadModel(path, values.backend, WINDOW);
  const { model, vocabulary, backend, snapshot } = loaded;
  const source = sourceOf(texts, path, snapshot, { ...values, signal: console.stop.signal });
  if (await source.changed?.()) await console.err.write(CHANGED);
  const toLookAt = values.view === 'text' && values.cell.length > 0;
  const limit = values.limit ?? (toLookAt ? TO_LOOK_AT : USUAL_LIMIT);
  const { text, skipped } = await gatherText(source.name, source.chunks, vocabulary, limit);
  if (skipped > 0) await console.err.write(`left out: ${skipped} characters the model does not know\n`);
  const subject: Subject = { model, backend, text };
  const features = await featuresOf(values, text.codes.length);
  const search = searchOptions(values, features, subject, snapshot);
  if (values.html !== undefined) {
    const { makePage } = await import('../inspecting/page.js');
    await writeDocument(
      values.html,
      makePage(subject, search, vocabulary, values.view, values.limit),
      console,
    );
    if (values.csv === undefined && values.json === undefined) return;
  }
  const report = answer(values, subject, search);
  if (values.csv !== undefined) await writeCsv(values.csv, csvRows(report), console);
  if (values.json !== undefined) await writeDocument(values.json, [JSON.stringify(report), '\n'], console);
  if (values.csv === undefined && values.json === undefined) await print(report, path, texts, console);
}

/** Off a terminal there are no escapes to be feared, so foreign text goes as it is. */
async function print(
  report: Report,
  path: string,
  texts: readonly string[],
  console: Console,
): Promise<void> {
  const { out, outInk } = console;
  const safe = out.isTTY ? (text: string) => sanitize(text) : (text: string) => text;
  const ink = { chalk: outInk, columns: Math.min(out.columns, 100), safe };
  await out.write(render(report, ink, sanitizeLine(path), texts.map(sanitizeLine).join(' ')));
}
