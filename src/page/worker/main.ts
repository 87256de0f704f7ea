import { chooseBackend, type Backend } from '../../kernels/index.js';
import { userError } from '../../core/errors.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../formats/checkpoint/checkpoint.js';
import type { Snapshot } from '../../core/snapshot.js';
import { copyTensors } from '../../model/language-model.js';
import { whatIsRead } from '../../tasks/reads.js';
import { createVocabulary } from '../../text/vocabulary.js';
import type { NamedBytes, Report, Request } from '../protocol.js';
import { measureBaselines } from './baselines.js';
import { runLesson } from './lesson.js';
import { lineFor } from './messages.js';
import { describeNetwork, fromEngine, fromSnapshot, type LiveNetwork } from './network.js';
import { drawSample } from './sampling.js';
import { rankCells } from './ranking.js';
import { recordText } from './recording.js';
import { replicate } from './threads.js';
import { startTrainer, type Trainer } from './trainer.js';
import { prepareMore, prepareNew, withEngine, type PreparedRun } from './training.js';
import { createTurns } from './turns.js';

/**
 * The page's worker: one network, which it trains and, between steps, samples. Requests are answered in the order in
 * which they come; one that fails is answered with a message, and the worker continues.
 */
const turn = createTurns();
let backend: Backend;
let network: LiveNetwork | null = null;
let loaded: { readonly snapshot: Snapshot; readonly bytes: Uint8Array } | null = null;
let trainer: Trainer | null = null;
/** The samples that are being drawn. */
const drawing = new Set<number>();

function report(message: Report): void {
  self.postMessage(message, { transfer: buffersIn(message) });
}

/** Buffers that are transferred, not copied. */
function buffersIn(message: Report): Transferable[] {
  if (message.type === 'checkpoint' || message.type === 'best' || message.type === 'weights')
    return [message.bytes.buffer];
  if (message.type !== 'recorded') return [];
  const { ranges, steps, symbols, probabilities } = message.recorded;
  return [ranges, steps, symbols, probabilities].map(({ buffer }) => buffer as ArrayBuffer);
}

async function load({ name, bytes }: NamedBytes): Promise<void> {
  const snapshot = decodeCheckpoint(bytes, name);
  const what = whatIsRead(snapshot);
  if (what !== 'texts')
    throw userError('page/model', { file: name, what, command: 'char-rnn inspect --html' });
  loaded = { snapshot, bytes };
  network = fromSnapshot(snapshot, createVocabulary(snapshot.vocabulary), backend);
  report({ type: 'opened', network: describeNetwork(network, snapshot) });
}

/** The file that was loaded, as nothing has changed since. */
function saveLoaded(): void {
  const step = describeNetwork(network!, loaded!.snapshot).trained?.step ?? 0;
  report({ type: 'checkpoint', step, bytes: Uint8Array.from(loaded!.bytes) });
}

async function open(prepared: PreparedRun, stepped = 0): Promise<void> {
  const { vocabulary, options, data } = prepared.run;
  const run = withEngine(prepared, backend, (engine) => {
    const config = { ...options.model, vocabulary: vocabulary.size };
    network = fromEngine(engine, config, vocabulary, backend);
    const trained = { step: stepped, options };
    report({ type: 'opened', network: { ...describeNetwork(network), trained } });
  });
  trainer = await startTrainer(run, turn, () => (network!.version += 1), report);
  const { threads, notes } = prepared;
  const facts = { options, characters: data.symbols, stepsPerEpoch: data.train.windows };
  report({ type: 'training', training: { ...facts, step: stepped, threads, notes } });
}

/** The current network, without training state. */
function reportWeights(): void {
  const { config, vocabulary, params } = network!;
  const { tokens, symbols } = vocabulary;
  const snapshot = { model: config, vocabulary: { tokens, symbols }, weights: copyTensors(params) };
  const bytes = encodeCheckpoint(snapshot) as Uint8Array<ArrayBuffer>;
  report({ type: 'weights', step: network!.version, bytes });
}

async function rank({ file, text, first }: Extract<Request, { type: 'rank' }>): Promise<void> {
  let reported = 0;
  function progress(share: number): void {
    const percent = Math.round(100 * share);
    if (percent > reported) report({ type: 'ranking', percent: (reported = percent) });
  }
  report({
    type: 'ranked',
    report: await rankCells({ file, text, firstWeights: first }, backend, turn, progress),
  });
}

async function answer(request: Request): Promise<void> {
  if (request.type === 'replica') return replicate(request.task);
  if (request.type === 'baselines') {
    const { text, options } = request;
    return report({ type: 'baselines', baselines: await measureBaselines(text, options, turn) });
  }
  backend ??= await chooseBackend();
  if (request.type === 'lesson') return runLesson(request, backend, turn, report);
  if (request.type === 'prepare') return;
  switch (request.type) {
    case 'new':
      return open(prepareNew(request.text, request.options, backend));
    case 'load':
      return load(request.file);
    case 'continue': {
      const { trained } = describeNetwork(network!, loaded!.snapshot);
      const { text, options } = request;
      const prepared = prepareMore(
        loaded!.snapshot,
        text,
        { options, saved: trained?.options ?? null },
        backend,
      );
      return open(prepared, prepared.run.from ? trained!.step : 0);
    }
    case 'sample': {
      const { id } = request.request;
      drawing.add(id);
      if (network === null) return;
      drawSample(network, request.request, { silenced: () => !drawing.has(id), turn, report }).catch(
        fail(id),
      );
      return;
    }
    case 'silence':
      drawing.delete(request.id);
      return;
    case 'record':
      if (network) report({ type: 'recorded', recorded: await recordText(network, request, turn) });
      return;
    case 'weights':
      return reportWeights();
    case 'rank':
      return rank(request);
    case 'run':
      return trainer?.run();
    case 'pause':
      return trainer?.pause();
    case 'step':
      return trainer?.step();
    case 'save':
      if (trainer) trainer.save();
      else if (loaded) saveLoaded();
      return;
    case 'best':
      return trainer?.best();
  }
}

function fail(id?: number): (error: unknown) => void {
  return (error) =>
    report({ type: 'error', line: lineFor(error), ...(id !== undefined && { id }), fatal: network === null });
}

let answered: Promise<void> = Promise.resolve();
self.onmessage = ({ data }: MessageEvent<Request>) => {
  answered = answered.then(() => answer(data)).catch(fail());
};
