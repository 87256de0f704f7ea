import type { Floats, Ids } from '../core/floats.js';
import type { State } from '../layers/layer.js';
import { createPlainMemory, type Memory } from '../core/memory.js';
import type { Snapshot } from '../core/snapshot.js';
import type { Kernels } from '../kernels/kernels.js';
import { modelFromSnapshot, type LanguageModel } from '../model/language-model.js';
import type { IdSource } from '../text/id-source.js';
import { planPieces, type Piece } from './pieces.js';
import { scoreRow, type Score } from './score-row.js';

/** The scores of symbols from ... from + nats.length − 1 of a text. The arrays are used again for the next piece. */
export interface ScoredText {
  readonly from: number;
  readonly nats: Float64Array;
  readonly entropy: Float64Array;
  readonly rank: Uint32Array;
}

export interface ScoreSetup {
  readonly kernels: Kernels;
  readonly memory?: Memory;
  /** Rows: pieces of text that are read at once. Changes the time, not the result. */
  readonly batch?: number;
  /** Lengths of a piece and of its warm-up, for tests; see pieces.ts. */
  readonly piece?: number;
  readonly warmUp?: number;
  /** Awaited after every window: the moment to let signals in, and to stop by throwing. */
  readonly pause?: () => Promise<void>;
}

/** Steps of one forward pass. */
const T = 64;

/**
 * The model's score of every symbol of a text but the first, which has nothing before it; in order, a piece at a
 * time. Memory does not grow with the text.
 */
export async function* scoreText(
  snapshot: Snapshot,
  source: IdSource,
  setup: ScoreSetup,
): AsyncGenerator<ScoredText, void, void> {
  const pieces = planPieces(source.length, setup.piece, setup.warmUp);
  const B = Math.max(1, Math.min(setup.batch ?? 16, pieces.length));
  const memory = setup.memory ?? createPlainMemory();
  const model = modelFromSnapshot(snapshot, { kernels: setup.kernels, memory, T, B, training: false });
  const window = { x: model.createInput(), y: memory.ids(T * B), state: model.createState() };
  const longest = Math.max(0, ...pieces.slice(0, 2).map(({ scored }) => scored));
  const rows = Array.from({ length: B }, () => createRow(longest));
  for (let at = 0; at < pieces.length; at += B) {
    const band = pieces.slice(at, at + B);
    await scoreBand(model, source, band, window, rows, setup.pause);
    for (const [b, { from, warmUp, scored }] of band.entries()) {
      yield { from: from + warmUp + 1, ...cutRow(rows[b]!, scored) };
    }
  }
}

type Row = Omit<ScoredText, 'from'>;

const createRow = (length: number): Row => ({
  nats: new Float64Array(length),
  entropy: new Float64Array(length),
  rank: new Uint32Array(length),
});

const cutRow = ({ nats, entropy, rank }: Row, length: number): Row => ({
  nats: nats.subarray(0, length),
  entropy: entropy.subarray(0, length),
  rank: rank.subarray(0, length),
});

/** Symbols that are read, [T, B], those that follow each, and the state carried from window to window. */
interface Window {
  readonly x: Ids;
  readonly y: Ids;
  readonly state: State;
}

/** Reads up to B pieces side by side from a state of zeros, and fills rows[b] with the scores of band[b]. */
async function scoreBand(
  model: LanguageModel,
  source: IdSource,
  band: readonly Piece[],
  window: Window,
  rows: readonly Row[],
  pause: ScoreSetup['pause'],
): Promise<void> {
  const end = Math.max(...band.map(({ warmUp, scored }) => warmUp + scored));
  for (const name in window.state) window.state[name]!.fill(0);
  for (let p = 0; p < end; p += T) {
    band.forEach((piece, b) => fillColumn(source, piece, p, window, b, model.B));
    const { data } = model.forward(window.x, window.state, { T });
    band.forEach((piece, b) => scoreColumn(data, piece, p, window.y, b, model, rows[b]!));
    await pause?.();
  }
}

function fillColumn(source: IdSource, piece: Piece, p: number, { x, y }: Window, b: number, B: number): void {
  const steps = Math.min(T, piece.warmUp + piece.scored - p);
  if (steps <= 0) return;
  const ids = new Int32Array(steps + 1);
  source.read(piece.from + p, ids);
  for (let t = 0; t < steps; t++) {
    x[t * B + b] = ids[t]!;
    y[t * B + b] = ids[t + 1]!;
  }
}

function scoreColumn(
  logits: Floats,
  { warmUp, scored }: Piece,
  p: number,
  y: Ids,
  b: number,
  { B, config }: LanguageModel,
  row: Row,
): void {
  const V = config.vocabulary;
  const score: Score = { nats: 0, entropy: 0, rank: 0 };
  for (let t = Math.max(0, warmUp - p); t < Math.min(T, warmUp + scored - p); t++) {
    scoreRow(logits, (t * B + b) * V, V, y[t * B + b]!, score);
    row.nats[p + t - warmUp] = score.nats;
    row.entropy[p + t - warmUp] = score.entropy;
    row.rank[p + t - warmUp] = score.rank;
  }
}
