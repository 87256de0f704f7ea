import { createRng } from '../core/rng.js';
import type { Ids } from '../core/floats.js';
import type { LanguageModel } from '../model/language-model.js';
import { createDecoder } from '../text/decoder.js';
import type { Vocabulary } from '../text/vocabulary.js';
import type { Draw } from './choice.js';
import { sampleRows, type Job, type RowChoice, type Start } from './rows.js';
import { watchFor } from './stop-texts.js';

/**
 * Many texts, `each` for every prime, numbered from 0 on. A text is made when a row is free for it, so that neither
 * memory nor what is sent to a thread grows with their number; it depends on its number and the seed, not on what is
 * drawn beside it.
 */
export interface Texts {
  /** Where all of them begin. */
  readonly start: Start;
  /** What a text then reads. */
  readonly primes: readonly Ids[];
  readonly each: number;
  readonly length: number;
  /** A text ends after the first of these. */
  readonly stops: readonly string[];
  readonly seed: number;
}

export const countTexts = ({ primes, each }: Pick<Texts, 'primes' | 'each'>): number => primes.length * each;

/** Which prime a text has, and which of its texts it is, both from 0 on. */
export const placeOf = (text: number, { each }: Pick<Texts, 'each'>) =>
  ({ prime: Math.floor(text / each), number: text % each }) as const;

/** Streams of a seed that are reserved for the texts of one prime. */
const STREAMS = 65_536;

export interface DrawSetup {
  readonly model: LanguageModel;
  readonly vocabulary: Vocabulary;
  readonly choice: RowChoice;
  /** Draws the texts `first`, `first` + `every`, ...; left out: all. */
  readonly first?: number;
  readonly every?: number;
}

/** A symbol of a text. `draw` is valid until the next one. */
export interface TextDraw {
  readonly text: number;
  readonly draw: Draw;
}

/** A symbol of a text, to be kept. */
export interface DrawnSymbol extends Pick<Draw, 'id' | 'logprob'> {
  readonly text: number;
  readonly entropy?: number | undefined;
  /** The likeliest symbols of its distribution. */
  readonly top?: readonly (readonly [id: number, p: number])[] | undefined;
}

/** Draws texts side by side (rows.ts). The symbols of a text come in their order, up to a stop text or its length. */
export function* drawTexts(
  texts: Texts,
  { model, vocabulary, choice, first = 0, every = 1 }: DrawSetup,
): Generator<TextDraw, void, void> {
  const endOf = () => {
    const watch = watchFor(texts.stops);
    const decoder = createDecoder(vocabulary);
    return (id: number) => watch(decoder.write(id)).ended;
  };
  for (const { job, draw } of sampleRows(model, jobsOf(texts, first, every), choice)) {
    if (texts.stops.length > 0) job.ended = (job.ends ??= endOf())(draw.id);
    yield { text: job.text, draw };
  }
}

interface TextJob extends Job {
  readonly text: number;
  /** Whether a symbol is the last one, as a stop text ends with it. */
  ends?: (id: number) => boolean;
}

function* jobsOf(texts: Texts, first: number, every: number): Generator<TextJob> {
  const { start, primes, length, seed } = texts;
  for (let text = first; text < countTexts(texts); text += every) {
    const { prime, number } = placeOf(text, texts);
    yield { text, start, prime: primes[prime]!, length, rng: createRng(seed, prime * STREAMS + number) };
  }
}
