/**
 * Which preset learns best: the same network (LSTM 2×128, one-hot), the same batches and the same number of epochs,
 * with the optimizer, schedule, initialization and clipping of each preset; several seeds, several texts.
 *
 *     npm run build && node dist/bench/recipe.js --epochs 8 --seeds 3 TEXT...
 *
 * Every finished run is appended to docs/results/recipe.jsonl (or --results FILE) and not run again: it can be
 * interrupted at any time. At the end the table of docs/results.md is printed.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { openCorpus, type Corpus } from '../src/material/text/corpus.js';
import { chooseBackend } from '../src/kernels/index.js';
import { languageData } from '../src/tasks/language.js';
import type { TrainOptions } from '../src/train/options.js';
import { presets, type PresetName } from '../src/train/presets.js';
import { trainNetwork } from '../src/train/trainer.js';
import { recipeTable, type RecipeResult } from './recipe-table.js';

/** What is the same for all: network, batches, split. */
function optionsOf(preset: PresetName, epochs: number, seed: number): TrainOptions {
  const { model, seq, batch } = presets['char-rnn'];
  const split = { validation: 0.05, test: 0, layout: 'contiguous' } as const;
  const steps = { steps: null, minutes: null, patience: null };
  const every = { evalEvery: null, saveEvery: 1e9, sampleEvery: null };
  return { ...presets[preset], model, seq, batch, split, epochs, seed, ...steps, ...every };
}

async function run(corpus: Corpus, preset: string, options: TrainOptions): Promise<RecipeResult> {
  const backend = await chooseBackend('auto');
  const { vocabulary, source } = corpus;
  const data = languageData(source, options);
  const losses: number[] = [];
  let seconds = 0;
  for await (const event of trainNetwork({ options, vocabulary, data, backend })) {
    if (event.type === 'step') seconds = event.seconds;
    if (event.type !== 'eval') continue;
    losses.push(event.loss);
    console.error(
      `${corpus.name} ${preset} seed ${options.seed}: epoch ${losses.length}: ${event.loss.toFixed(4)}`,
    );
  }
  const { seed, split } = options;
  const date = new Date().toISOString().slice(0, 10);
  const what = { corpus: corpus.name, preset, epochs: options.epochs!, seed, split: split.layout };
  return { ...what, losses, backend: backend.name, seconds: Math.round(seconds), date };
}

function readResults(file: string): RecipeResult[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as RecipeResult);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      epochs: { type: 'string', default: '8' },
      seeds: { type: 'string', default: '3' },
      presets: { type: 'string', default: 'default,char-rnn,torch-rnn' },
      results: { type: 'string', default: 'docs/results/recipe.jsonl' },
    },
  });
  const epochs = Number(values.epochs);
  mkdirSync(dirname(values.results), { recursive: true });
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    for (const path of positionals) {
      const corpus = await openCorpus([path]);
      for (const preset of values.presets.split(',') as PresetName[]) {
        const same = (r: RecipeResult) =>
          r.corpus === corpus.name && r.preset === preset && r.epochs === epochs && r.seed === seed;
        if (readResults(values.results).some(same)) continue;
        const result = await run(corpus, preset, optionsOf(preset, epochs, seed));
        appendFileSync(values.results, `${JSON.stringify(result)}\n`);
      }
      corpus.close();
    }
  }
  console.log(recipeTable(readResults(values.results)));
}

await main();
