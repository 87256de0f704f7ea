import { createDecoder, type Decoder } from '../../text/decoder.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import { watchFor } from '../../sample/stop-texts.js';
import type { Prime } from './prime.js';
import type { DrawnSymbol, Writer } from './writers.js';

/** One text between the network and the output. */
export interface Text {
  /** Which sample of its prime it is, from 1. */
  readonly number: number;
  readonly prime: Prime;
  readonly text: string;
  /** Symbols drawn so far. */
  readonly drawn: number;
  /** Σ log p of them. */
  readonly logprob: number;
  /** A stop text was reached, or the length. */
  readonly over: boolean;
  /** Adds a symbol; returns what is to be written for it. */
  take(draw: DrawnSymbol): string | Uint8Array;
  /** What is to be written after the last symbol. */
  end(): string;
}

/** How texts are cut and written. */
export interface TextSetup {
  readonly vocabulary: Vocabulary;
  readonly stops: readonly string[];
  readonly length: number;
}

export function createText(
  number: number,
  prime: Prime,
  writer: Writer,
  { vocabulary, stops, length }: TextSetup,
): Text {
  const watch = watchFor(stops);
  const decoder: Decoder = createDecoder(vocabulary);
  let [text, drawn, logprob, over] = ['', 0, 0, length === 0];
  return {
    number,
    prime,
    get text() {
      return text;
    },
    get drawn() {
      return drawn;
    },
    get logprob() {
      return logprob;
    },
    get over() {
      return over;
    },
    take(draw) {
      const piece = watch(decoder.write(draw.id));
      text += piece.text;
      drawn += 1;
      logprob += draw.logprob;
      over = piece.ended || drawn === length;
      return writer.draw(draw, piece.text);
    },
    end() {
      const left = decoder.end();
      text += left;
      return writer.end(left);
    },
  };
}

/** Mean −log p of its symbols, in nats; 0 for an empty text. */
export function lossOf({ drawn, logprob }: Pick<Text, 'drawn' | 'logprob'>): number {
  return drawn === 0 ? 0 : -logprob / drawn;
}
