import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { encodeCheckpoint, evaluateText, loadModel, searchText } from 'char-rnn-ts/in-memory';
import { pageText, projectCode } from '../corpora/project.js';
import type { SearchReport } from '../src/inspect/search/report.js';
import { trackedBy } from '../src/page/panels/tracked.js';

/**
 * Makes the network that the page opens with: `npm run page-network`, about half an hour on one processor, or, from a run
 * that exists, `node dist/examples/page-network.js RUN`. It learns the project's code and Moby-Dick (corpora/project.ts);
 * one thread of wasm and a seed make the same weights on every machine. Written to src/page/inside/: the weights as a
 * checkpoint in float16, rounded to 6 significant bits, and three cells that track something in the project's code.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const inside = `${root}src/page/inside/`;
const TRAIN =
  '--layers 1 --hidden 128 --seq 64 --batch 50 --lr 0.01 --schedule cosine --epochs 12 --val 0.03 --test 0 --backend wasm --threads 1 --seed 1';
/** Bits of fraction that the weights keep. */
const FRACTION = 5;
/** Characters of code that the cells are searched in. */
const SEARCHED = 600_000;
const CELLS = 3;

function train(): string {
  const run = `${root}runs/page`;
  const text = `${root}runs/page.txt`;
  mkdirSync(`${root}runs`, { recursive: true });
  writeFileSync(text, pageText(root));
  const args = ['bin/char-rnn.js', 'train', text, '--out', run, ...TRAIN.split(' ')];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`char-rnn train ended with ${status}`);
  return run;
}

const run = process.argv[2] ?? train();
const best = `${run}/best.safetensors`;
if (!existsSync(best)) throw new Error(`${best}: no such file; give the directory of a run`);
const { snapshot } = await loadModel(readFileSync(best));
const { model, vocabulary, weights } = snapshot;
const bytes = encodeCheckpoint({ model, vocabulary, weights }, FRACTION);
const network = await loadModel(bytes, 'wasm');
const code = projectCode(root).slice(0, SEARCHED);
const [rounded, exact] = [
  await evaluateText(network, code),
  await evaluateText(await loadModel(readFileSync(best), 'wasm'), code),
];
console.log(`nats per character of code: ${rounded.loss.toFixed(4)}, not rounded ${exact.loss.toFixed(4)}`);
const search = await searchText(network, code);
const cells = trackedBy(search);
for (const { cell, feature, score } of cells) console.log(`${cell} tracks ${feature}: ${score.toFixed(3)}`);
if (cells.length < CELLS) throw new Error(`only ${cells.length} cells track something`);
writeFileSync(`${inside}network.safetensors`, bytes);
writeFileSync(`${inside}findings.json`, `${JSON.stringify({ loss: rounded.loss, search: short(search) })}\n`);

/** Numbers with four decimals, and without the probes, which the page does not show. */
function short(search: SearchReport): SearchReport {
  const brief = { ...search, features: search.features.map((feature) => ({ ...feature, probe: [] })) };
  return JSON.parse(
    JSON.stringify(brief, (_, value) => (typeof value === 'number' ? Number(value.toFixed(4)) : value)),
  ) as SearchReport;
}
