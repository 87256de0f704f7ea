import { createRng } from '../../../core/rng.js';
import { createParams, weightsOf } from '../../../core/params.js';
import type { ModelConfig } from '../../../core/snapshot.js';
import { unwatched } from '../../../inspect/forward/pace.js';
import type { Subject } from '../../../inspect/forward/subject.js';
import { backwardModel, gradientNorms, readAnchors } from '../../../inspect/flow/gradients.js';
import { singularValues } from '../../../inspect/flow/spectrum.js';
import { parameterName } from '../../../layers/cell.js';
import { createModel } from '../../../model/language-model.js';
import { corpusFromText } from '../../../text/corpus.js';
import { encode } from '../../../text/tokens.js';
import type { Vocabulary } from '../../../text/vocabulary.js';
import type { World } from '../lesson.js';
import { createLearner, plain } from '../learner.js';
import { BACK, type GradientFrame, type GradientOf, type GradientSettings } from './frame.js';

const HIDDEN = 32;
/** Plain gradient descent: a large step is as large as its gradient. */
const RATE = 0.5;
/** The text of those who give none. */
const LEAST = 'hello';

/** The gradient of one character's loss, followed back through an RNN and an LSTM that have the same seed. */
export async function* followGradient(
  settings: GradientSettings,
  { backend }: World,
): AsyncGenerator<GradientFrame> {
  const text = new Set(settings.text).size < 2 ? LEAST : settings.text;
  const { vocabulary } = corpusFromText(text);
  const ids = encode(text, vocabulary);
  const place = Math.min(settings.place, ids.length - 1) - 1;
  const networks: GradientOf[] = [];
  for (const cell of ['rnn', 'lstm'] as const) {
    networks.push(await networkOf(cell, { ...settings, ids, vocabulary, place }, backend));
    yield { text, place: place + 1, networks: [...networks] };
  }
}

interface Question extends GradientSettings {
  readonly ids: Int32Array;
  readonly vocabulary: Vocabulary;
  readonly place: number;
}

async function networkOf(
  cell: 'rnn' | 'lstm',
  { ids, vocabulary, place, scale, steps, clip, seed }: Question,
  backend: World['backend'],
): Promise<GradientOf> {
  const config: ModelConfig = { ...plain, cell, hidden: HIDDEN, vocabulary: vocabulary.size };
  const T = Math.min(BACK, ids.length - 1);
  const learner = createLearner(config, backend, { T, B: 1, seed, clipNorm: clip ? 1 : 0, optimizer: 'sgd' });
  const { params } = learner.engine;
  const W = weightsOf(params, parameterName('weight_hh', 0));
  for (let i = 0; i < W.length; i++) W[i]! *= scale;
  learner.engine.refresh();
  const trained = trainOn(learner, { ids, T }, steps, createRng(seed));
  const { kernels, memory } = backend;
  const shared = createParams(memory, [...params.table.values()], {
    gradients: false,
    weights: params.weights,
  });
  const model = createModel(config, { kernels, memory, T: 1, B: 1, training: false, params: shared });
  const subject: Subject = {
    model,
    backend,
    pace: unwatched,
    text: { name: 'the sentence', ids, codes: ids },
  };
  const distances = Array.from({ length: Math.min(BACK, place + 1) }, (_, i) => i + 1);
  const backward = backwardModel(subject, BACK, 1);
  const states = readAnchors(backward, ids, [place], distances);
  const norms = distances.map((k, i) => gradientNorms(subject, backward, [place], k, states[i]!));
  const [largest] = await singularValues(W, W.length / HIDDEN, HIDDEN, unwatched);
  return {
    cell,
    largest: largest!,
    ...trained,
    h: norms.map((norm) => norm['h_l0']!),
    c: cell === 'lstm' ? norms.map((norm) => norm['c_l0']!) : null,
  };
}

/** Windows that begin anywhere in the text, from a state of zeros; a loss that is no longer finite ends it. */
function trainOn(
  { batch, engine, step }: ReturnType<typeof createLearner>,
  { ids, T }: { readonly ids: Int32Array; readonly T: number },
  steps: number,
  rng: ReturnType<typeof createRng>,
): Pick<GradientOf, 'norms' | 'losses'> {
  const [norms, losses]: [number[], number[]] = [[], []];
  batch.mask.fill(1);
  batch.count = T;
  for (let n = 0; n < steps; n++) {
    const from = Math.floor(rng.uniform() * (ids.length - T));
    batch.x.set(ids.subarray(from, from + T));
    batch.y.set(ids.subarray(from + 1, from + T + 1));
    for (const state of Object.values(engine.state)) state.fill(0);
    const { loss, norm } = step(RATE);
    if (!Number.isFinite(norm)) break;
    losses.push(loss);
    norms.push(norm);
  }
  return { norms, losses };
}
