import type { NoteEvent } from '../train/events.js';

/**
 * What happens while texts are sampled: notes, then for each text `begin`, what is drawn of it, and `end`. The first text
 * comes as it is drawn, the others when it is their turn.
 */
export type SampleEvent = NoteEvent | PrimeEvent | BeginEvent | DrawnEvent | EndEvent | RankedEvent;

/** A piece of a prime that is too long for memory, as it is read. */
export interface PrimeEvent {
  readonly type: 'prime';
  readonly piece: PrimePiece;
}

/** A text, and the symbols that it is. */
export interface PrimePiece {
  readonly text: string;
  readonly ids: ArrayLike<number>;
}

export interface BeginEvent {
  readonly type: 'begin';
  readonly place: TextPlace;
  /** What it continues; empty where the prime came in pieces. */
  readonly prime: PrimePiece;
}

/** Which text it is. */
export interface TextPlace {
  /** Of all, from 0. */
  readonly index: number;
  /** Of those of its prime, from 1. */
  readonly number: number;
  /** Whether one text alone is asked for. */
  readonly only: boolean;
}

export interface DrawnEvent {
  readonly type: 'drawn';
  readonly pieces: readonly Piece[];
}

/** What a symbol, or a hypothesis of a search, adds to a text: '' inside a character of several bytes. */
export interface Piece extends PrimePiece {
  /** log p of the symbols, in nats. */
  readonly logprob: number;
  /** Where alternatives are asked for: the symbol, the entropy of its distribution in nats, and the likeliest symbols. */
  readonly symbol?: string | undefined;
  readonly entropy?: number | undefined;
  readonly top?: readonly (readonly [symbol: string, p: number])[] | undefined;
}

/** A text is over. */
export interface EndEvent {
  readonly type: 'end';
  readonly place: TextPlace;
  readonly prime: PrimePiece;
  readonly text: string;
  /** What its last, incomplete character is shown as: the end of `text` that no piece had. */
  readonly rest: string;
  /** Mean −log p of its symbols, in nats; null where none was drawn. */
  readonly loss: number | null;
  /** Whether another text follows. */
  readonly more: boolean;
}

/** How the texts of a prime compared, of which the first were kept. */
export interface RankedEvent {
  readonly type: 'ranked';
  readonly what: 'samples' | 'hypotheses';
  readonly kept: number;
  /** Of all of them, in nats per `unit`, the best first. */
  readonly losses: readonly number[];
  readonly unit: string;
}
