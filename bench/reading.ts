/**
 * How fast `eval` and `inspect` read a text, against the forward pass of training: `npm run bench -- --reading`. All three read
 * the same network's text in turns, on one thread with the best backend; the medians of characters per second of
 * processor time count.
 */
import { count } from '../src/core/format.js';
import { createRng } from '../src/core/rng.js';
import type { Snapshot } from '../src/core/snapshot.js';
import { createBatch } from '../src/data/batch.js';
import { evaluate } from '../src/eval/evaluate.js';
import { cellsOf } from '../src/inspect/forward/cells.js';
import { unwatched } from '../src/inspect/forward/pace.js';
import { traceCell } from '../src/inspect/forward/record.js';
import { WINDOW } from '../src/inspect/forward/subject.js';
import { gatherText } from '../src/inspect/forward/text.js';
import { chooseBackend, type Backend } from '../src/kernels/index.js';
import { initialize } from '../src/model/initialize.js';
import { copyTensors, copyWeights, createModel, modelFromSnapshot } from '../src/model/language-model.js';
import { arraySource } from '../src/text/id-source.js';
import { createVocabulary } from '../src/text/vocabulary.js';
import { createEngine } from '../src/train/engine.js';
import { presets } from '../src/train/presets.js';
import { median, printRow } from './table.js';
import type { Workload } from './workloads.js';

/** The size of tinyshakespeare, which eval reads in 17 pieces side by side. */
const CHARACTERS = 1_100_000;
/** Windows of training in a turn. */
const WINDOWS = 100;

/** Something that reads characters, and returns how many. */
type Reader = () => Promise<number>;

export async function printReading(workload: Workload, rounds: number): Promise<void> {
  const backend = await chooseBackend('auto');
  const snapshot = randomModel(workload, backend);
  const rng = createRng(1);
  const ids = Int32Array.from({ length: CHARACTERS }, () => rng.below(workload.vocabulary));
  const readers: Record<string, Reader> = {
    'training, forward': trainingForward(workload, snapshot, ids, backend),
    eval: async () => (await evaluate(snapshot, arraySource(ids), backend)).characters,
    inspect: await inspectForward(snapshot, ids, backend),
  };
  const rates = new Map(Object.keys(readers).map((name) => [name, [] as number[]]));
  for (const reader of Object.values(readers)) await reader();
  for (let round = 0; round < rounds; round++) {
    for (const [name, reader] of Object.entries(readers)) rates.get(name)!.push(await rateOf(reader));
  }
  const [base] = rates.values();
  console.log(`\n### reading, ${workload.name.replace('train ', '')}, ${backend.name}, one thread\n`);
  printRow(['', 'characters per CPU second', '× training']);
  printRow(['---', '--:', '--:']);
  for (const [name, own] of rates) {
    const ratio = median(own.map((rate, i) => rate / base![i]!));
    printRow([name, count(median(own)), ratio.toFixed(2)]);
  }
}

async function rateOf(reader: Reader): Promise<number> {
  const before = process.cpuUsage();
  const characters = await reader();
  const { user, system } = process.cpuUsage(before);
  return (characters * 1e6) / (user + system);
}

function randomModel({ cell, layers, hidden, vocabulary }: Workload, backend: Backend): Snapshot {
  const config = { cell, layers, hidden, vocabulary, embedding: 0, dropout: 0, recurrentBias: true };
  const model = createModel(config, { ...backend, T: 1, B: 1, training: false });
  initialize(model.params, config, presets['char-rnn'].initialization, createRng(1));
  const symbols = Array.from({ length: vocabulary }, (_, i) => String.fromCharCode(48 + i));
  return { model: config, vocabulary: { tokens: 'chars', symbols }, weights: copyTensors(model.params) };
}

function trainingForward(
  { seq: T, batch: B }: Workload,
  { model, weights }: Snapshot,
  ids: Int32Array,
  backend: Backend,
): Reader {
  const engine = createEngine(model, { ...backend, T, B });
  copyWeights(weights, engine.params);
  engine.refresh();
  const batch = createBatch(backend.memory, T, B);
  batch.mask.fill(1);
  return async () => {
    for (let window = 0; window < WINDOWS; window++) {
      batch.x.set(ids.subarray(window * T * B, (window + 1) * T * B));
      batch.y.set(ids.subarray(window * T * B + 1, (window + 1) * T * B + 1));
      engine.evaluate(batch, window === 0);
    }
    return WINDOWS * T * B;
  };
}

/** The values of one cell at every place of the text. */
async function inspectForward(snapshot: Snapshot, ids: Int32Array, backend: Backend): Promise<Reader> {
  const model = modelFromSnapshot(snapshot, { ...backend, ...WINDOW, training: false });
  const symbols = snapshot.vocabulary.symbols;
  const text = Array.from(ids, (id) => symbols[id]).join('');
  const gathered = await gatherText(
    { name: 'text', chunks: [text] },
    createVocabulary(snapshot.vocabulary),
    Infinity,
  );
  const subject = { model, backend, text: gathered.text, pace: unwatched };
  const cells = cellsOf(model, ['h']);
  return async () => (await traceCell(subject, cells, 0, { from: 0, to: ids.length })).length;
}
