import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { userError } from '../../core/errors.js';
import type { Snapshot } from '../../core/snapshot.js';
import { inspectClips, type ClipQuestion } from '../../inspect/clips/memory.js';
import { blocks, rows } from '../../inspect/clips/report.js';
import { count } from '../../core/format.js';
import { csvBytes } from '../../report/csv.js';
import { htmlDocument } from '../../report/html/document.js';
import { toJson } from '../../report/json.js';
import { renderTerminal } from '../../report/terminal/render.js';
import type { Parsed } from '../options/flag.js';
import type { inspectCommand, InspectValues } from '../options/inspect.js';
import { backendOf } from '../../app/backend.js';
import { writeDocument } from '../inspecting/write.js';
import { sanitize } from '../../report/sanitize.js';
import type { Console } from '../terminal/console.js';
import { refuseOtherFlags } from './flags.js';
import { checkFit } from '../../material/images/fit.js';
import { readClips } from '../../material/images/clips.js';

/** Clips that are shown unless --limit says otherwise. */
const SHOWN = 6;

/** `inspect --view memory` for a network on clips: the feature maps of a layer, and the prediction after each frame. */
export async function inspectClipModel(
  snapshot: Snapshot,
  { values, given, files }: Parsed<(typeof inspectCommand)['flags']>,
  console: Console,
): Promise<void> {
  const [, file, other] = files;
  if (given.has('view') && values.view !== 'memory') {
    const expected = 'memory, for a network on clips';
    throw userError('usage/value', { flag: '--view', value: values.view, expected });
  }
  refuseOtherFlags(given, ['view', 'cell', 'limit', 'backend', 'html', 'csv', 'json'], 'clips (.npz)');
  const usage = 'char-rnn inspect <model> <clips.npz>';
  if (file === undefined) throw userError('usage/missing-argument', { usage });
  if (other !== undefined) throw userError('usage/extra-argument', { value: other, usage });
  if (snapshot.task) throw refused('--task generate');
  if (snapshot.model.images!.network === 'frames') throw refused('--network frames, which has no memory,');
  const question = questionOf(snapshot, values);
  const backend = await backendOf(values.backend);
  const { clips } = await readClips(file, { signal: console.stop.signal });
  checkFit(snapshot, clips, file);
  const pause = async () => {
    await yieldToEventLoop();
    console.stop.throwIfRequested();
  };
  const report = await inspectClips(snapshot, clips, file, question, backend, pause);
  const { html, csv, json } = values;
  const write = (to: string, pieces: Pieces) => writeDocument(to, inPieces(pieces), console);
  if (html !== undefined) {
    const about = `${count(report.count)} clips; state h of layer ${report.layer}, frame by frame: blue positive, red negative`;
    await write(html, [htmlDocument(report.clips, about, blocks(report))]);
  }
  if (csv !== undefined) await write(csv, csvBytes(rows(report)));
  if (json !== undefined) await write(json, [toJson(report)]);
  if (html === undefined && csv === undefined && json === undefined) {
    const { out, outChalk } = console;
    const safe = out.isTTY ? sanitize : (text: string) => text;
    await write('-', [
      renderTerminal(blocks(report), { chalk: outChalk, columns: out.columns, safe, command: '' }),
    ]);
  }
}

const refused = (what: string) => userError('inspect/flag', { flag: what, view: 'memory of clips' });

type Pieces = Iterable<string> | AsyncIterable<Uint8Array>;

async function* inPieces(pieces: Pieces): AsyncGenerator<string | Uint8Array> {
  yield* pieces;
}

/** The layer and the units of --cell; all units of the last layer without it. */
function questionOf({ model }: Snapshot, { cell, limit }: InspectValues): ClipQuestion {
  const layers = [...new Set(cell.map(({ layer }) => layer))];
  const layer = layers[0] ?? model.layers;
  const wrong = cell.find((c) => c.layer !== layer || c.layer > model.layers || c.unit > model.hidden);
  if (wrong !== undefined) {
    const name = `${wrong.layer}:${wrong.unit}`;
    throw userError('inspect/cell', { cell: name, layers: model.layers, units: model.hidden, states: 'h' });
  }
  const units = cell.length > 0 ? cell.map(({ unit }) => unit - 1) : [...Array(model.hidden).keys()];
  return { layer: layer - 1, units, limit: limit ?? SHOWN };
}
