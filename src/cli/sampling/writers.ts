import type { ChalkInstance } from 'chalk';
import type { Draw } from '../../sample/choice.js';
import { createDecoder } from '../../text/decoder.js';
import type { Vocabulary } from '../../text/vocabulary.js';

/** Turns draws into what is written: text, bytes, colored text or JSON lines. */
export interface Writer {
  /** What to write for the prime. */
  prime(text: string): string | Uint8Array;
  /** What to write for a draw. `text` is what the draw adds to the sample: '' inside a character of several bytes. */
  draw(draw: Draw, text: string): string | Uint8Array;
  /** What to write for a character that was left incomplete. */
  end(text: string): string;
}

/** Plain text; `show` makes it safe for a terminal. */
export function textWriter(show: (text: string) => string): Writer {
  return { prime: show, draw: (_draw, text) => show(text), end: show };
}

/** The very bytes of a model of bytes, for pipes. */
export const byteWriter: Writer = {
  prime: (text) => text,
  draw: ({ id }) => Uint8Array.of(id),
  end: () => '',
};

/** Colors by surprise, −log2 p of each character: from plain to red on 0 to 8 bits. */
export function heatWriter(ink: ChalkInstance, show: (text: string) => string): Writer {
  return {
    prime: (text) => ink.dim(show(text)),
    draw({ logprob }, text) {
      const heat = Math.min(1, -logprob / Math.LN2 / 8);
      const fade = Math.round(255 * (1 - heat));
      const paint = heat > 0.5 ? ink.bgRgb(255, fade, fade).black : ink.rgb(255, fade, fade);
      return text === '\n' || heat < 0.1 ? show(text) : paint(show(text));
    },
    end: show,
  };
}

const ALTERNATIVES = 5;

/** A JSON line per character: { char, logprob, entropy, top: [[char, p], ...] }, with `sample` when there are several. */
export function jsonlWriter(vocabulary: Vocabulary, sample: number | undefined): Writer {
  const name = (id: number) => {
    const decoder = createDecoder(vocabulary);
    return decoder.write(id) || `0x${id.toString(16).padStart(2, '0')}`;
  };
  return {
    prime: () => '',
    draw({ id, logprob, entropy, probabilities }) {
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
