import { sum } from '../core/numbers.js';
import { wordsOf } from './words.js';

/**
 * Why a model fails, after section 4.4 of Karpathy, Johnson & Fei-Fei (2015). An error is a character to which the
 * model gave p < ½. Each error is assigned to the first cause of the list that applies:
 *
 *     n-gram        one of the n-gram models with 1 ... 9 characters of context gives p ≥ ½: short-term modeling
 *     memory        a later character of a word that occurred within the last 1,000 characters
 *     rare word     in a word that occurs at most 5 times in the training text
 *     word start    right after a space, a quote or a newline
 *     punctuation   neither a letter, a digit nor white space
 *     rest          none of these
 */
export const causes = ['n-gram', 'memory', 'rare word', 'word start', 'punctuation', 'rest'] as const;
export type Cause = (typeof causes)[number];

/** Longest context of the n-gram models that count as short-term modeling. */
export const SHORT_CONTEXT = 9;
const MEMORY = 1000;
const RARE = 5;

export interface ScoredCharacters {
  readonly characters: readonly string[];
  /** The model's p of each character; NaN where it made no prediction. */
  readonly model: Float64Array;
  /** The highest p that an n-gram model with 1 ... SHORT_CONTEXT characters of context gives. */
  readonly ngram: Float64Array;
  /** How often each word occurs in the training text. */
  readonly wordCounts: ReadonlyMap<string, number>;
}

export interface Breakdown {
  readonly characters: number;
  readonly errors: number;
  /** Errors by cause, and their share of the nats of the whole text. */
  readonly causes: readonly {
    readonly cause: Cause;
    readonly errors: number;
    readonly shareOfLoss: number;
  }[];
}

export function breakDown(scored: ScoredCharacters): Breakdown {
  const { model } = scored;
  const inWord = explainWords(scored);
  const totals = new Map(causes.map((cause) => [cause, { errors: 0, nats: 0 }]));
  let predicted = 0;
  let nats = 0;
  for (let i = 0; i < model.length; i++) {
    const p = model[i]!;
    if (Number.isNaN(p)) continue;
    predicted++;
    nats -= Math.log(p);
    if (p >= 0.5) continue;
    const total = totals.get(causeOf(i, scored, inWord))!;
    total.errors++;
    total.nats -= Math.log(p);
  }
  const list = causes.map((cause) => {
    const { errors, nats: cost } = totals.get(cause)!;
    return { cause, errors, shareOfLoss: nats > 0 ? cost / nats : 0 };
  });
  return { characters: predicted, errors: sum(list.map(({ errors }) => errors)), causes: list };
}

function causeOf(i: number, { characters, ngram }: ScoredCharacters, inWord: readonly Cause[]): Cause {
  if (ngram[i]! >= 0.5) return 'n-gram';
  if (inWord[i] !== undefined) return inWord[i];
  if (i > 0 && /[\s"'“”‘’]/u.test(characters[i - 1]!)) return 'word start';
  return /[^\p{L}\p{N}\s]/u.test(characters[i]!) ? 'punctuation' : 'rest';
}

/** For each character of a word, which of the two word-level causes applies, if any. */
function explainWords({ characters, wordCounts }: ScoredCharacters): Cause[] {
  const explained: Cause[] = [];
  const lastSeen = new Map<string, number>();
  for (const { word, from, to } of wordsOf(characters)) {
    const remembered = from - (lastSeen.get(word) ?? -Infinity) <= MEMORY;
    const rare = (wordCounts.get(word) ?? 0) <= RARE;
    for (let i = from; i < to; i++) {
      if (remembered && i > from) explained[i] = 'memory';
      else if (rare) explained[i] = 'rare word';
    }
    lastSeen.set(word, from);
  }
  return explained;
}
