import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { independentRows, int16Weights } from './precision.js';
import { backendOfThread } from '../kernels/index.js';
import { modelFromSnapshot } from '../model/language-model.js';
import { createCounting, withCounts } from './with-counts.js';
import { countTexts, drawTexts } from './texts.js';
import { createVocabulary } from '../text/vocabulary.js';
import type { DrawnMessage, RowWorkerTask } from './row-threads.js';

/** Symbols of a message, so that few are sent, and milliseconds between two, so that the first appear soon. */
const SYMBOLS = 8192;
const INTERVAL = 20;
/** The most unanswered messages: a slow or stopped reader makes the thread wait. */
const UNANSWERED = 3;

/** The thread of some texts: draws them, and sends the symbols. */
async function work(task: RowWorkerTask): Promise<void> {
  const { memory, kernels: all } = await backendOfThread(task.backend);
  const kernels = task.bits === 16 ? int16Weights(all) : independentRows(all);
  const { texts, first, every } = task;
  const B = Math.min(task.rows, Math.ceil((countTexts(texts) - first) / every));
  const network = modelFromSnapshot(task.snapshot, { kernels, memory, T: 1, B, training: false });
  const model = task.counts ? withCounts(network, createCounting(task.counts)) : network;
  const vocabulary = createVocabulary(task.snapshot.vocabulary);
  let drawn: Drawn = { texts: [], ids: [], logprobs: [] };
  let unanswered = 0;
  let sent = performance.now();
  parentPort!.on('message', () => (unanswered -= 1));

  function send(done: boolean): void {
    const message: DrawnMessage = {
      texts: Int32Array.from(drawn.texts),
      ids: Int32Array.from(drawn.ids),
      logprobs: Float64Array.from(drawn.logprobs),
      done,
    };
    parentPort!.postMessage(message);
    drawn = { texts: [], ids: [], logprobs: [] };
    sent = performance.now();
    unanswered += 1;
  }

  for (const { text, draw } of drawTexts(texts, { model, vocabulary, choice: task.choice, first, every })) {
    drawn.texts.push(text);
    drawn.ids.push(draw.id);
    drawn.logprobs.push(draw.logprob);
    if (drawn.ids.length < SYMBOLS && performance.now() - sent < INTERVAL) continue;
    send(false);
    await setImmediate();
    while (unanswered >= UNANSWERED) await once(parentPort!, 'message');
  }
  send(true);
}

interface Drawn {
  readonly texts: number[];
  readonly ids: number[];
  readonly logprobs: number[];
}

await work(workerData as RowWorkerTask);
