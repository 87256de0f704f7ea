import { argmax } from '../../../core/numbers.js';
import type { ModelConfig } from '../../../core/snapshot.js';
import type { Batch } from '../../../data/batch.js';
import { weightsOf, type Params } from '../../../core/params.js';
import { createModel, type LanguageModel } from '../../../model/language-model.js';
import { createLoss } from '../../../model/loss.js';
import type { World } from '../lesson.js';
import { createLearner, plain } from '../learner.js';
import { softmax } from '../softmax.js';
import { LETTERS, STEPS, type HelloFrame, type HelloMoment, type HelloSettings } from './frame.js';

/**
 * The four-letter example of the lecture (CS231n, lecture 7): h, e, l, o one-hot, three hidden units, "hello" to learn.
 *
 *     h = tanh(W_ih x + W_hh h' + b)      p = softmax(W_hy h + b_y)      loss = −log p[next]
 */
const READ = [0, 1, 2, 2];
const NEXT = [1, 2, 2, 3];

const config: ModelConfig = { ...plain, cell: 'rnn', hidden: 3, recurrentBias: false, vocabulary: 4 };

/** The weights after every step, and what they make of the four places. */
export function* learnHello({ rate, seed }: HelloSettings, { backend }: World): Generator<HelloFrame> {
  const { kernels, memory } = backend;
  const learner = createLearner(config, backend, { T: 4, B: 1, seed });
  const { batch, engine } = learner;
  const model = createModel(config, { kernels, memory, T: 4, B: 1, training: false, params: engine.params });
  const loss = createLoss(kernels, memory, { T: 4, B: 1, V: 4 });
  batch.x.set(READ);
  batch.y.set(NEXT);
  batch.mask.fill(1);
  batch.count = 4;
  const moments: HelloMoment[] = [];
  for (let step = 0; step <= STEPS; step++) {
    model.refresh();
    moments.push(momentOf(model, loss, batch));
    engine.state['h_l0']!.fill(0);
    learner.step(rate);
  }
  const learned = moments.findIndex(({ writes }) => writes === 'hello');
  yield { moments, learned: learned < 0 ? null : learned };
}

function momentOf(
  model: LanguageModel,
  loss: ReturnType<typeof createLoss>,
  { x, y, mask }: Batch,
): HelloMoment {
  const logits = model.forward(x, model.createState(), { T: 4 });
  const hidden = model.layers[0]!.caches.get('h')!;
  const read = READ.map((_, t) => ({
    h: row(hidden.data, hidden.offset + t * hidden.stride, 3),
    logits: row(logits.data, 4 * t, 4),
  }));
  const nats = loss.apply(logits, { y, mask, T: 4 }, 1);
  const places = read.map(({ h, logits }, t) => ({
    read: READ[t]!,
    next: NEXT[t]!,
    before: t === 0 ? [0, 0, 0] : read[t - 1]!.h,
    h,
    logits,
    probabilities: softmax(logits),
    nats: loss.nats[t]!,
  }));
  return { loss: nats / 4, weights: weightsIn(model.params), places, writes: greedily(model) };
}

const row = (data: ArrayLike<number>, from: number, length: number): number[] =>
  Array.from({ length }, (_, i) => data[from + i]!);

function weightsIn(params: Params): HelloMoment['weights'] {
  const rows = (name: string, columns: number): number[][] => {
    const values = weightsOf(params, name);
    return Array.from({ length: values.length / columns }, (_, i) => row(values, i * columns, columns));
  };
  return {
    Wih: rows('rnn.weight_ih_l0', 4),
    b: rows('rnn.bias_ih_l0', 3),
    Whh: rows('rnn.weight_hh_l0', 3),
    Why: rows('decoder.weight', 3),
    by: rows('decoder.bias', 4),
  };
}

/** h, and four letters each of which is the likeliest. */
function greedily(model: LanguageModel): string {
  const [state, x] = [model.createState(), model.createInput()];
  let [id, text] = [0, LETTERS[0] as string];
  for (let n = 0; n < 4; n++) {
    x[0] = id;
    const logits = model.forward(x, state, { T: 1 });
    id = argmax(logits.data.subarray(0, 4));
    text += LETTERS[id]!;
  }
  return text;
}
