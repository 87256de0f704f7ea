import { createPlainMemory } from '../../../src/core/memory.js';
import { weightsOf } from '../../../src/core/params.js';
import { createRng } from '../../../src/core/rng.js';
import { unwatched } from '../../../src/inspect/forward/pace.js';
import type { Subject } from '../../../src/inspect/forward/subject.js';
import { gatherText, type InspectedText } from '../../../src/inspect/forward/text.js';
import type { Inspection, Question } from '../../../src/inspect/views/view.js';
import { js } from '../../../src/kernels/js/index.js';
import { initialize } from '../../../src/model/initialize.js';
import { createModel, type LanguageModel } from '../../../src/model/language-model.js';
import { inspectionOf as inspect } from '../../helpers/inspection.js';
import { createVocabulary, type Vocabulary } from '../../../src/text/vocabulary.js';

export { reportOf } from '../../helpers/inspection.js';

export const H = 8;
const QUOTE_UNIT = 4; // cell 5 of layer 1, counted from 1

/** Lines of words, some of them quoted; quotes of all lengths, closed before the line ends. */
export function quotedLines(lines: number, seed = 1): string {
  const rng = createRng(seed);
  const word = (): string =>
    Array.from({ length: 1 + rng.below(7) }, () => 'abcdefgh'[rng.below(8)]).join('');
  const words = (n: number): string => Array.from({ length: n }, word).join(' ');
  const part = (): string => (rng.uniform() < 0.5 ? words(1 + rng.below(6)) : `"${words(1 + rng.below(9))}"`);
  return Array.from({ length: lines }, () => [part(), part(), part()].join(' ') + '\n').join('');
}

export const letters = createVocabulary({ tokens: 'chars', symbols: Array.from('\n "abcdefgh') });

/** A text in memory, as the views take it. */
export async function textOf(text: string, vocabulary: Vocabulary = letters): Promise<InspectedText> {
  return (await gatherText({ name: 'test', chunks: [text] }, vocabulary, Infinity)).text;
}

/** A subject on plain arrays. */
export function subjectOf(text: InspectedText, build: (model: LanguageModel) => void, hidden = H): Subject {
  const backend = { kernels: js, memory: createPlainMemory() };
  const config = {
    cell: 'lstm',
    hidden,
    layers: 1,
    embedding: 0,
    dropout: 0,
    recurrentBias: true,
    vocabulary: letters.size,
  } as const;
  const model = createModel(config, { ...backend, T: 32, B: 16, training: false });
  initialize(
    model.params,
    config,
    { distribution: 'uniform', scale: null, zeroBiases: false, forgetBias: 1 },
    createRng(7),
  );
  build(model);
  model.refresh();
  return { model, backend, text, pace: unwatched };
}

/** An inspection of a hand-built network on a text. */
export async function inspectionOf(
  content: string,
  build: (model: LanguageModel) => void,
  question: Partial<Question> = {},
  name = 'test',
): Promise<Inspection> {
  const { text: _, ...network } = subjectOf(await textOf(''), build);
  return inspect(network, letters, content, question, name);
}

/** As if the network had been trained: the decoder expects a newline or blank outside quotes only as cell 5 says. */
export function knowQuotes(model: LanguageModel): void {
  buildQuoteCell(model);
  const decoder = weightsOf(model.params, 'decoder.weight').fill(0);
  decoder[letters.idOf('\n')! * H + 4] = -4;
  decoder[letters.idOf('"')! * H + 4] = 2;
}

/**
 * Cell 5 is the quote detector: every quotation mark turns its c from −1 to 1 and back. At the mark the input gate opens
 * and the forget gate shuts; what is written is tanh(3 − 10·h'), the opposite of what was shown.
 */
export function buildQuoteCell(model: LanguageModel): void {
  const quote = letters.idOf('"')!;
  const Wih = weightsOf(model.params, 'rnn.weight_ih_l0');
  const Whh = weightsOf(model.params, 'rnn.weight_hh_l0');
  const bias = weightsOf(model.params, 'rnn.bias_ih_l0');
  const other = weightsOf(model.params, 'rnn.bias_hh_l0');
  const gate = { i: [-10, 20], f: [10, -20], g: [3, 0], o: [10, 0] } as const;
  Object.values(gate).forEach(([b, atQuote], n) => {
    const row = n * H + QUOTE_UNIT;
    Wih.fill(0, row * letters.size, (row + 1) * letters.size);
    Whh.fill(0, row * H, (row + 1) * H);
    Wih[row * letters.size + quote] = atQuote;
    bias[row] = b;
    other[row] = 0;
  });
  const g = 2 * H + QUOTE_UNIT;
  Whh[g * H + QUOTE_UNIT] = -10;
}
