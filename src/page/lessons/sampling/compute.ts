import { createRng } from '../../../core/rng.js';
import { exp } from '../../../kernels/js/exp.js';
import { log } from '../../../kernels/js/log.js';
import { decodeCheckpoint } from '../../../formats/checkpoint/checkpoint.js';
import { modelFromSnapshot } from '../../../model/language-model.js';
import { sample } from '../../../sample/sampler.js';
import { decode } from '../../../text/decoder.js';
import { encodeKnown } from '../../../text/tokens.js';
import { symbolName } from '../../../text/symbol-name.js';
import { createVocabulary } from '../../../text/vocabulary.js';
import type { World } from '../lesson.js';
import { softmax } from '../softmax.js';
import { LENGTH, type SamplingFrame, type SamplingSettings } from './frame.js';

const CANDIDATES = 12;
/** Repetitions that make a loop. */
const TIMES = 3;

/** The next character after a beginning, and two texts: drawn at a temperature, and greedy. */
export function* sampleText(
  settings: SamplingSettings,
  { network, backend: { kernels, memory } }: World,
): Generator<SamplingFrame> {
  const snapshot = decodeCheckpoint(network);
  const vocabulary = createVocabulary(snapshot.vocabulary);
  const model = modelFromSnapshot(snapshot, { kernels, memory, T: 1, B: 1, training: false });
  const { ids } = encodeKnown(settings.prime, vocabulary);
  const prime = ids.length > 0 ? ids : encodeKnown('\n', vocabulary).ids;
  const [state, x] = [model.createState(), model.createInput()];
  let logits: number[] = [];
  for (const id of prime) {
    x[0] = id;
    logits = Array.from(model.forward(x, state, { T: 1 }).data.subarray(0, vocabulary.size));
  }
  const plain = softmax(logits);
  const tempered = softmax(logits.map((logit) => logit / settings.temperature));
  const order = [...plain.keys()].toSorted((a, b) => plain[b]! - plain[a]!).slice(0, CANDIDATES);
  const write = (temperature: number): string => {
    const how = { prime, length: LENGTH, temperature, rng: createRng(settings.seed) };
    return decode(
      [...sample(model, how)].map(({ id }) => id),
      vocabulary,
    );
  };
  const greedy = write(0);
  yield {
    prime: decode(prime, vocabulary),
    candidates: order.map((id) => ({
      symbol: symbolName(id, vocabulary),
      plain: plain[id]!,
      tempered: tempered[id]!,
    })),
    choices: { plain: choicesIn(plain), tempered: choicesIn(tempered) },
    greedy,
    drawn: write(settings.temperature),
    loop: loopIn(greedy),
  };
}

const choicesIn = (probabilities: readonly number[]): number =>
  exp(probabilities.reduce((sum, p) => sum - (p > 0 ? p * log(p) : 0), 0));

/** The shortest period with which a text ends, if it is there three times, and where it begins. */
export function loopIn(text: string): SamplingFrame['loop'] {
  for (let period = 1; TIMES * period <= text.length; period++) {
    let from = text.length - period;
    while (from > 0 && text[from - 1] === text[from - 1 + period]) from--;
    if (text.length - from >= TIMES * period) return { from, period };
  }
  return null;
}
