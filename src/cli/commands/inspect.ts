import { WINDOW } from '../../inspect/forward/subject.js';
import { defaultFirstWeights, type FirstWeights } from '../../inspect/search/controls.js';
import { csvBytes } from '../../report/csv.js';
import { toJson } from '../../report/json.js';
import { renderTerminal } from '../../report/terminal/render.js';
import type { Style } from '../../report/terminal/style.js';
import { views } from '../../inspect/views/index.js';
import { userError } from '../../core/errors.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import { longestWindow } from '../../inspect/forward/table.js';
import { featuresOf, featuresOfTable } from '../inspecting/features.js';
import { openInspectedTable } from '../inspecting/table.js';
import { createTask } from '../../tasks/index.js';
import { createInspection, type Inspection, type Shown, type View } from '../../inspect/views/view.js';
import type { Snapshot } from '../../core/snapshot.js';
import { trainOptionsSchema } from '../../train/options-schema.js';
import { watchedPace } from '../inspecting/progress.js';
import { CHANGED, openSource } from '../inspecting/source.js';
import { writeDocument, type Document } from '../inspecting/write.js';
import { inspectClipModel } from '../clips/inspect.js';
import { openNetwork } from '../clips/model.js';
import { isClips } from '../../material/images/kind.js';
import { loadModel } from '../../app/load-model.js';
import type { Parsed } from '../options/flag.js';
import { checkFlags, type inspectCommand, type InspectValues } from '../options/inspect.js';
import type { Console } from '../terminal/console.js';
import { sanitize, sanitizeLine } from '../../report/sanitize.js';

type InspectArguments = Parsed<(typeof inspectCommand)['flags']>;

/** `char-rnn inspect`: finds what cells track, and shows how a network works. */
export async function inspect(asked: InspectArguments, console: Console): Promise<void> {
  const { values, files, given } = asked;
  const [path, ...texts] = files as [string, ...string[]];
  if (texts.some(isClips))
    return inspectClipModel(openNetwork(path, texts.find(isClips)!).snapshot, asked, console);
  const over = values.over ? (await import('../inspecting/over.js')).openRun(path, values) : undefined;
  const view = over?.view ?? (await views.find(({ name }) => name === values.view)!.load());
  checkFlags(view, values, given);
  const inspection = await open(over?.last ?? path, texts, values, view, console);
  const { html, csv, json } = values;
  if (html !== undefined) {
    const { makePage } = await import('../../report/page/page.js');
    const start = given.has('view') || over ? view.name : 'text';
    const entries = over
      ? [...views, { name: view.name, help: '', load: () => Promise.resolve(view) }]
      : views;
    await writeDocument(html, makePage(inspection, entries, view, start), console);
    if (csv === undefined && json === undefined) return;
  }
  const write = (file: string, render: (shown: Shown) => Document): Promise<void> =>
    writeDocument(file, rendered(inspection, view, render), console);
  if (csv !== undefined) await write(csv, (shown) => csvBytes(shown.rows()));
  if (json !== undefined) await write(json, (shown) => shown.json?.() ?? toJson(shown.report));
  if (csv === undefined && json === undefined) {
    await write('-', ({ blocks, rows }) =>
      blocks ? renderTerminal(blocks(), styleFor(console, path, texts)) : csvBytes(rows()),
    );
  }
}

/** Computes the view once the output is open, so that a place that cannot be written to is an error before the work. */
async function* rendered(
  inspection: Inspection,
  view: View,
  render: (shown: Shown) => Document,
): AsyncGenerator<string | Uint8Array> {
  const document = render(await inspection.show(view));
  if (typeof document === 'string') yield document;
  else yield* document;
}

/** The model, the text and the question. */
async function open(
  path: string,
  texts: readonly string[],
  values: InspectValues,
  view: View,
  console: Console,
): Promise<Inspection> {
  if (readCheckpoint(findModel(path)).task) return openTableInspection(path, texts, values, view, console);
  refuseUnread(view, 'text');
  const { file, model, vocabulary, backend, snapshot } = await loadModel(path, values.backend, WINDOW);
  const { watch } = console.stop;
  const source = await openSource(texts, { file, snapshot }, { ...values, outputs: values, watch });
  console.atExit(source.close);
  if (source.changed) await console.err.write(CHANGED);
  const network = { model, backend, pace: watchedPace(console) };
  const question = {
    ...values,
    ...(await featuresOf(values, console.stop.signal)),
    firstWeights: firstWeightsOf(snapshot),
  };
  const parts = {
    network,
    vocabulary,
    source,
    question: { ...question, cells: values.cell, states: values.state },
  };
  return createInspection(parts, async (skipped) => {
    if (skipped > 0)
      await console.err.write(`left out: ${skipped} characters that the model does not know\n`);
  });
}

/** Values in a window of rows: as many as in one of a text. */
const PLACES = WINDOW.T * WINDOW.B;

/** The model of a task, the rows of a table and the question. */
async function openTableInspection(
  path: string,
  files: readonly string[],
  values: InspectValues,
  view: View,
  console: Console,
): Promise<Inspection> {
  refuseUnread(view, 'table');
  const file = findModel(path);
  const snapshot = readCheckpoint(file);
  const read = { ...values, outputs: values, watch: console.stop.watch };
  const table = await openInspectedTable(files, { file, snapshot }, read);
  const T = longestWindow(createTask(table.data), table.rows);
  const B = Math.max(1, Math.min(WINDOW.B, Math.floor(PLACES / T)));
  const { model, vocabulary, backend } = await loadModel(path, values.backend, { T, B });
  return createInspection({
    ...{ network: { model, backend, pace: watchedPace(console) }, vocabulary, table },
    source: { name: table.name, chunks: [] },
    question: {
      ...{
        ...values,
        ...featuresOfTable(table, values, console.stop.signal),
        firstWeights: firstWeightsOf(snapshot),
      },
      ...{ cells: values.cell, states: values.state },
    },
  });
}

/** Throws inspect/view for a view that does not read what the model does. */
function refuseUnread({ name, reads }: View, what: 'text' | 'table'): void {
  if (reads === 'both' || reads === what) return;
  throw userError('inspect/view', { view: name, reads, wanted: what });
}

/** The initial weights of the network, for the untrained baseline. */
function firstWeightsOf({ training }: Snapshot): FirstWeights {
  const options = trainOptionsSchema.safeParse(training?.options);
  if (!options.success) return defaultFirstWeights;
  return { seed: options.data.seed, how: options.data.initialization };
}

/** Only a terminal executes escapes; elsewhere foreign text is unchanged. */
function styleFor({ out, outChalk }: Console, path: string, texts: readonly string[]): Style {
  const words = ['char-rnn inspect', path, ...texts];
  return {
    chalk: outChalk,
    columns: Math.min(out.columns, 100),
    safe: out.isTTY ? (text) => sanitize(text) : (text) => text,
    command: words.map(sanitizeLine).join(' '),
  };
}
