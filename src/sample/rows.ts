import type { Ids } from '../core/floats.js';
import type { Clamp, State } from '../layers/layer.js';
import type { Rng } from '../core/rng.js';
import type { LanguageModel } from '../model/language-model.js';
import { createChooser, type Choice, type Draw } from './choice.js';
import { createHistory, REMEMBERED, type History } from './repetition.js';

/** Where a text begins: the network's state and logits after the symbols it has read. */
export interface Start {
  /** Arrays [H] as a model of one row has them. */
  readonly state: State;
  /** [V]; zeros where nothing was read, so that the first symbol is drawn uniformly. */
  readonly logits: ArrayLike<number>;
  /** The last symbols that were read. */
  readonly recent?: Ids | undefined;
}

/** Reads a prime in pieces, of any number in the same memory. */
export interface PrimeReader {
  read(piece: Ids): void;
  /** After what was read so far. Texts with the same prime share it; its state is the reader's own. */
  start(): Start;
}

/** A reader with a model of one row, from `state`, which is left as it was. */
export function createPrimeReader(
  model: LanguageModel,
  state: State,
  clamps?: readonly Clamp[],
): PrimeReader {
  const carried = Object.fromEntries(Object.entries(state).map(([name, values]) => [name, values.slice()]));
  const own = model.createState();
  for (const name in own) own[name]!.set(carried[name]!);
  const x = model.createInput();
  let logits: ArrayLike<number> = new Float32Array(model.config.vocabulary);
  let recent: number[] = [];
  return {
    read(piece) {
      recent = [...recent, ...piece.subarray(-REMEMBERED)].slice(-REMEMBERED);
      for (const id of piece) {
        x[0] = id;
        logits = model.forward(x, own, { T: 1, clamps }).step[0]!;
      }
    },
    start: () => ({ state: own, logits: Float32Array.from(logits), recent: Int32Array.from(recent) }),
  };
}

/** How symbols are drawn, and the units that are clamped meanwhile. */
export type RowChoice = Choice & { readonly clamps?: readonly Clamp[] | undefined };

/** One text to be drawn. */
export interface Job {
  readonly start: Start;
  /** Symbols that are read after `start` before the first is drawn. */
  readonly prime?: Ids;
  readonly length: number;
  readonly rng: Rng;
  /** Set it to end the text early; its row then goes to the next job. */
  ended?: boolean;
}

/** A job in a batch row. */
interface Row<J> {
  readonly job: J;
  /** Symbols of its prime that were read. */
  read: number;
  /** Symbols still to be drawn. */
  left: number;
  /** The logits of the next symbol. */
  logits: ArrayLike<number>;
  readonly history: History | undefined;
}

/**
 * Draws texts side by side, one per batch row of a model built for T = 1 and any B; as a row becomes free it takes the
 * next job. With kernels whose rows are independent (precision.ts) a text depends on its job alone: it is
 * the one that sample() draws, whatever is drawn beside it.
 */
export function* sampleRows<J extends Job>(
  model: LanguageModel,
  jobs: Iterable<J>,
  choice: RowChoice,
): Generator<RowDraw<J>, void, void> {
  const { B, config } = model;
  const V = config.vocabulary;
  const waiting = jobs[Symbol.iterator]();
  const rows = Array.from({ length: B }, (): Row<J> | null => null);
  const x = model.createInput();
  const state = model.createState();
  const choose = createChooser(V, choice);

  /** Assigns the next job to row b. */
  function seat(b: number): Row<J> | null {
    const { value: job, done } = waiting.next();
    if (done) return null;
    for (const name in state) {
      const start = job.start.state[name]!;
      state[name]!.set(start, b * start.length);
    }
    const history = createHistory(choice);
    if (history) for (const id of job.start.recent ?? []) history.add(id);
    return { job, read: 0, left: job.length, logits: job.start.logits, history };
  }

  /** The symbol that row b reads next: one of its prime, or the one that is drawn now. null when no job is left. */
  function* nextSymbol(b: number): Generator<RowDraw<J>, number | null, void> {
    for (;;) {
      const row = (rows[b] ??= seat(b));
      if (row === null) return null;
      const { job, history } = row;
      if (job.prime && row.read < job.prime.length) {
        const id = job.prime[row.read++]!;
        history?.add(id);
        return id;
      }
      if (row.left > 0 && !job.ended) {
        const draw = choose(row.logits, job.rng, history);
        history?.add(draw.id);
        row.left -= 1;
        yield { job, draw };
        if (row.left > 0 && !job.ended) return draw.id;
      }
      rows[b] = null;
    }
  }

  for (;;) {
    for (let b = 0; b < B; b++) x[b] = (yield* nextSymbol(b)) ?? 0;
    if (rows.every((row) => row === null)) return;
    const logits = model.forward(x, state, { T: 1, clamps: choice.clamps }).step[0]!;
    for (let b = 0; b < B; b++) if (rows[b]) rows[b]!.logits = logits.subarray(b * V, (b + 1) * V);
  }
}

/** A symbol that was drawn for a job. `draw` is valid until the next one. */
export interface RowDraw<J> {
  readonly job: J;
  readonly draw: Draw;
}
