import type { ChalkInstance } from 'chalk';
import type { Draw } from '../../sample/choice.js';
import { symbolName } from '../../text/symbol-name.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import { createHeat } from './heat.js';
import type { Prime } from './prime.js';

/** A symbol that was drawn; its distribution is there unless another thread drew it. */
export type DrawnSymbol = Pick<Draw, 'id' | 'logprob'> & Partial<Draw>;

/** Turns draws into what is written: text, bytes, colored text or JSON lines. */
export interface Writer {
  /** What to write for the prime. */
  prime(prime: Pick<Prime, 'text' | 'ids'>): string | Uint8Array;
  /** What to write for a draw. `text` is what the draw adds to the sample: '' inside a character of several bytes. */
  draw(draw: DrawnSymbol, text: string): string | Uint8Array;
  /** What to write for a character that was left incomplete. */
  end(text: string): string;
}

/** Plain text; `show` makes it safe for a terminal. */
export function textWriter(show: (text: string) => string): Writer {
  return { prime: ({ text }) => show(text), draw: (_draw, text) => show(text), end: show };
}

/** The exact bytes of a model of bytes, for pipes. */
export const byteWriter: Writer = {
  prime: ({ text, ids }) => (text === '' ? '' : Uint8Array.from(ids)),
  draw: ({ id }) => Uint8Array.of(id),
  end: () => '',
};

/** Shows the surprise of each character, −log2 p; see heat.ts. */
export function heatWriter(chalk: ChalkInstance, show: (text: string) => string): Writer {
  const heat = createHeat(chalk);
  return {
    prime: ({ text }) => chalk.dim(show(text)),
    draw: ({ logprob }, text) => heat.paint(show(text), -logprob / Math.LN2),
    end: (text) => heat.end() + show(text),
  };
}

/** Writes nothing: the text is written as a whole when it is complete. */
export const silentWriter: Writer = { prime: () => '', draw: () => '', end: () => '' };

const ALTERNATIVES = 5;

/**
 * A JSON line per character: { char, logprob, entropy, top: [[char, p], ...] }, with `sample` when there are several.
 */
export function jsonlWriter(vocabulary: Vocabulary, sample: number | undefined): Writer {
  const name = (id: number) => symbolName(id, vocabulary);
  return {
    prime: () => '',
    draw({ id, logprob, entropy, probabilities = new Float64Array() }) {
      const top = [...probabilities.keys()]
        .sort((a, b) => probabilities[b]! - probabilities[a]!)
        .slice(0, ALTERNATIVES)
        .map((other) => [name(other), +probabilities[other]!.toPrecision(6)]);
      const line = { ...(sample !== undefined && { sample }), char: name(id), logprob, entropy, top };
      return `${JSON.stringify(line)}\n`;
    },
    end: () => '',
  };
}
