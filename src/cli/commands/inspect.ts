import { openInspection, type Inspected, type Shown } from '../../app/inspect/inspect.js';
import { csvBytes } from '../../report/csv.js';
import { toJson } from '../../report/json.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { renderTerminal } from '../../report/terminal/render.js';
import type { Parsed } from '../options/flag.js';
import { inspectRequest, refuseOutputs, type inspectCommand } from '../options/inspect.js';
import type { Console } from '../terminal/console.js';
import { openProgress } from '../terminal/progress.js';
import { writeDocument, type Document } from '../terminal/sink.js';
import { styleOf } from '../terminal/style.js';

type InspectArguments = Parsed<(typeof inspectCommand)['flags']>;

/** `char-rnn inspect`: finds what cells track, and shows how a network works. */
export async function inspect(asked: InspectArguments, console: Console): Promise<void> {
  const { html, csv, json } = asked.values;
  const inspected = await openInspection({
    ...inspectRequest(asked),
    watch: openProgress(console),
    remark: (line) => console.err.write(`${line}\n`),
  });
  console.atExit(inspected.close);
  refuseOutputs(inspected.view, asked.values);
  const put = async (file: string, document: Document): Promise<void> => {
    await writeDocument(file, document, console);
    if (file !== '-') await console.err.write(`${sanitizeLine(file)} written\n`);
  };
  const write = (file: string, render: (shown: Shown) => Document) => put(file, rendered(inspected, render));
  if (html !== undefined) {
    const { inspectionPage } = await import('../../report/page/page.js');
    await put(html, inspectionPage(inspected));
  }
  if (csv !== undefined) await write(csv, ({ rows }) => csvBytes(rows()));
  if (json !== undefined) await write(json, (shown) => shown.json?.() ?? toJson(shown.report));
  if ((html ?? csv ?? json) !== undefined) return;
  const command = ['char-rnn inspect', ...asked.files].map(sanitizeLine).join(' ');
  const style = styleOf(console, 'out', command);
  await write('-', ({ blocks, rows }) => (blocks ? renderTerminal(blocks(), style) : csvBytes(rows())));
}

/** Computes the view once the output is open, so that a place that cannot be written to is an error before the work. */
async function* rendered(
  { show }: Inspected,
  render: (shown: Shown) => Document,
): AsyncGenerator<string | Uint8Array> {
  const document = render(await show());
  if (typeof document === 'string') yield document;
  else yield* document;
}
