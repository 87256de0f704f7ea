import { byteName } from '../text/symbol-name.js';

/** A text in one string, which is copied between threads much sooner than an array of its symbols. */
export interface Written {
  /** A code point for each symbol or, of a model of bytes, a character U+0000 ... U+00FF. */
  readonly characters: string;
  readonly inBytes: boolean;
}

export const bytesOf = (written: string): Uint8Array =>
  Uint8Array.from(written, (character) => character.charCodeAt(0));

/** The symbols, as outputs name them. */
export const symbolsOf = ({ characters, inBytes }: Written): string[] =>
  inBytes ? Array.from(bytesOf(characters), byteName) : Array.from(characters);
