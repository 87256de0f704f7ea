import { createInterface } from 'node:readline';
import { createRng } from '../src/core/rng.js';
import { chooseBackend, type Backend, type BackendName } from '../src/kernels/index.js';
import { initialize } from '../src/model/initialize.js';
import type { Memory } from '../src/core/memory.js';
import { independentRows, int16Weights } from '../src/sample/precision.js';
import type { Kernels } from '../src/kernels/kernels.js';
import { copyTensors, createModel, type LanguageModel } from '../src/model/language-model.js';
import { drawOnThreads } from '../src/sample/row-threads.js';
import { drawTexts } from '../src/sample/texts.js';
import { sample } from '../src/sample/sampler.js';
import { arrayExamples } from '../src/data/examples.js';
import { classify } from '../src/tasks/classify.js';
import { examplesData } from '../src/tasks/examples-data.js';
import { languageData } from '../src/tasks/language.js';
import { arraySource } from '../src/text/id-source.js';
import { createVocabulary } from '../src/text/vocabulary.js';
import type { TrainOptions } from '../src/train/options.js';
import { presets } from '../src/train/presets.js';
import { createReplicas } from '../src/train/replicas.js';
import { trainNetwork } from '../src/train/trainer.js';
import { clipTraining } from './clips.js';
import { nameLengths, type Workload } from './workloads.js';
import { readStart } from '../test/helpers/read-start.js';

/** The contestant that is this project: the real trainer and the real sampler, as the commands use them. */
const workload = JSON.parse(process.argv[2]!) as Workload;
/** A backend in training; `16-bit` or `exact` in sampling. */
const way = process.argv[3]!;
const backend = await chooseBackend(workload.kind === 'sample' ? 'auto' : (way as BackendName));
const threads = Number(process.argv[4]);
/** The least number of seconds of a round, which has at least one step. */
const LENGTH = 1;
/** Classes of the rows that are classified. */
const LABELS = 20;

/** Yields the number of characters of each piece of work. */
function work(): AsyncGenerator<number> {
  if (workload.kind === 'classify') return classifying(workload, backend);
  if (workload.kind === 'clips') return clipTraining(workload, backend, threads);
  return workload.kind === 'train' ? training(workload, backend) : sampling(workload, backend);
}

async function* training(w: Workload, { kernels, memory, name }: Backend): AsyncGenerator<number> {
  const symbols = Array.from({ length: w.vocabulary }, (_, i) => String.fromCharCode(48 + i));
  const rng = createRng(1);
  const text = Int32Array.from({ length: 1_000_000 }, () => rng.below(w.vocabulary));
  const options = optionsOf(w);
  const run = {
    options,
    backend: { kernels, memory },
    data: languageData(arraySource(text), options),
    vocabulary: createVocabulary({ tokens: 'chars', symbols }),
    createEngine: createReplicas(threads, name),
  };
  for await (const { type } of trainNetwork(run)) if (type === 'step') yield w.batch * w.seq;
}

/** Rows of the lengths of names, with one of twenty labels each. */
async function* classifying(w: Workload, { kernels, memory, name }: Backend): AsyncGenerator<number> {
  const rng = createRng(1);
  const rows = Array.from({ length: 20_000 }, (_, i) => ({
    source: Int32Array.from({ length: nameLengths[i % nameLengths.length]! }, () => rng.below(w.vocabulary)),
    target: new Int32Array(0),
    label: rng.below(LABELS),
    vector: new Float32Array(0),
  }));
  const options = optionsOf(w);
  const task = classify({ source: w.vocabulary, target: LABELS });
  const data = examplesData(task, { train: arrayExamples(rows), validation: null, test: null }, options);
  const run = {
    options,
    backend: { kernels, memory },
    data,
    vocabulary: createVocabulary({ tokens: 'bytes', symbols: [] }),
    createEngine: createReplicas(threads, name),
  };
  const perStep = rows.reduce((sum, { source }) => sum + source.length, 0) / data.train.windows;
  for await (const { type } of trainNetwork(run)) if (type === 'step') yield perStep;
}

function optionsOf(w: Workload): TrainOptions {
  const base = presets[w.optimizer === 'adagrad' ? 'min-char-rnn' : 'char-rnn'];
  const { cell, layers, hidden } = w;
  const split = { validation: 0, test: 0, layout: 'contiguous' } as const;
  return {
    ...base,
    model: { ...base.model, cell, layers, hidden },
    split,
    batch: w.batch,
    seq: w.seq,
    epochs: 1e6,
  };
}

async function* sampling(w: Workload, { kernels, memory, name }: Backend): AsyncGenerator<number> {
  const { cell, layers, hidden, vocabulary, batch } = w;
  const config = { cell, layers, hidden, vocabulary, embedding: 0, dropout: 0, recurrentBias: true };
  const variant = way === 'exact' ? independentRows(kernels) : int16Weights(kernels);
  const model = createModel(config, { kernels: variant, memory, T: 1, B: 1, training: false });
  initialize(model.params, config, presets['char-rnn'].initialization, createRng(1));
  model.refresh();
  if (batch > 1) return yield* samplingRows(w, model, variant, memory, name);
  const rng = createRng(1);
  for (;;) {
    let count = 0;
    for (const _ of sample(model, { prime: new Int32Array(1), length: 100, temperature: 1, rng })) count += 1;
    yield count;
  }
}

const bytes = { tokens: 'bytes', symbols: [] } as const;

/** Texts side by side, begun once and then continued, on one thread or several. */
async function* samplingRows(
  w: Workload,
  one: LanguageModel,
  kernels: Kernels,
  memory: Memory,
  backend: BackendName,
): AsyncGenerator<number> {
  const start = readStart(one, new Int32Array(1));
  const choice = { temperature: 1 };
  const each = w.batch;
  const texts = { start, primes: [new Int32Array(0)], each, length: 1e9, stops: [], seed: 1 };
  if (threads === 1) {
    const { config, params } = one;
    const model = createModel(config, { kernels, memory, T: 1, B: w.batch, training: false, params });
    model.refresh();
    yield* inTens(drawTexts(texts, { model, vocabulary: createVocabulary(bytes), choice }), w.batch);
  } else {
    const weights = copyTensors(one.params);
    const snapshot = { model: one.config, vocabulary: bytes, weights } as const;
    const bits = way === 'exact' ? 32 : 16;
    const rows = Math.ceil(w.batch / threads);
    for await (const { length } of drawOnThreads(texts, { snapshot, backend, bits, threads, rows, choice }))
      yield length;
  }
}

/** Counts draws, ten of each text at a time. */
function* inTens(draws: Iterable<unknown>, texts: number): Generator<number> {
  let count = 0;
  for (const _ of draws) {
    if (++count < 10 * texts) continue;
    yield count;
    count = 0;
  }
}

/** The rate of a large product on one thread: the peak of this machine at this moment. */
function peak({ kernels, memory }: Backend): () => number {
  const n = 768;
  const [A, B, C] = [memory.floats(n * n).fill(0.5), memory.floats(n * n).fill(0.5), memory.floats(n * n)];
  return () => {
    const start = performance.now();
    kernels.gemm(false, false, n, n, n, A, B, 0, C);
    return (2 * n ** 3) / (performance.now() - start) / 1e6;
  };
}

const pieces = work();
const measurePeak = peak(backend);
const warmUp = performance.now() + 1000;
do await pieces.next();
while (performance.now() < warmUp);
console.log('ready');
for await (const _ of createInterface({ input: process.stdin })) {
  const peakGflops = Math.max(measurePeak(), measurePeak(), measurePeak());
  let characters = 0;
  const cpu = process.cpuUsage();
  const start = performance.now();
  let seconds = 0;
  while (seconds < LENGTH) {
    characters += (await pieces.next()).value as number;
    seconds = (performance.now() - start) / 1000;
  }
  const { user, system } = process.cpuUsage(cpu);
  console.log(JSON.stringify({ characters, seconds, cpuSeconds: (user + system) / 1e6, peakGflops }));
}
process.exit(0);
