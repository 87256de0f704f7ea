import type { Memory } from '../core/memory.js';
import type { Snapshot } from '../core/snapshot.js';
import type { Watch } from '../core/watch.js';
import type { Kernels } from '../kernels/kernels.js';
import { modelFromSnapshot } from '../model/language-model.js';
import { readText, type Stretch } from '../model/read-text.js';
import type { IdSource } from '../text/id-source.js';
import type { Lines } from '../text/line-index.js';
import { scoreRow, type Score } from './score-row.js';

/** Steps of a window, the most lines that are read at once, and lines between two groups of them. */
const [T, MOST_ROWS, GROUP] = [32, 32, 4096];

/** The score of a line: its number in the text among those that are scored, and Σ nats of its symbols and the newline. */
export interface LineScore {
  readonly line: number;
  /** Symbols predicted: those of the line, and the newline after it. */
  readonly symbols: number;
  readonly nats: number;
}

/**
 * The model's score of every line, in order, each read from a state of zeros after a newline, so that it does not depend
 * on the lines before it. Memory does not grow with the text.
 */
export async function* scoreLines(
  snapshot: Snapshot,
  lines: Lines,
  newline: number,
  { kernels, memory, watch }: { readonly kernels: Kernels; readonly memory: Memory; readonly watch: Watch },
): AsyncGenerator<LineScore, void, void> {
  const B = Math.min(MOST_ROWS, lines.count);
  const model = modelFromSnapshot(snapshot, { kernels, memory, T, B, training: false });
  const V = model.config.vocabulary;
  const score: Score = { nats: 0, entropy: 0, rank: 0 };
  for (let first = 0; first < lines.count; first += GROUP) {
    const { source, stretches } = joinLines(lines, newline, first, Math.min(lines.count, first + GROUP));
    const nats = new Float64Array(stretches.length);
    for (const { places, first: row0, logits, next } of readText(model, source, stretches)) {
      for (const place of places) {
        scoreRow(logits.data.subarray(place * V, (place + 1) * V), next[place]!, score);
        nats[row0 + (place % B)]! += score.nats;
      }
      await watch.pause((first + row0) / lines.count);
    }
    for (const [i, { begin, to }] of stretches.entries())
      yield { line: first + i, symbols: to - begin, nats: nats[i]! };
  }
}

/** Lines from ... to − 1 as one text, and the stretch of each: from the newline before it to its last symbol. */
function joinLines(
  lines: Lines,
  newline: number,
  from: number,
  to: number,
): { source: IdSource; stretches: Stretch[] } {
  const ids = [newline];
  const stretches: Stretch[] = [];
  for (let line = from; line < to; line++) {
    const begin = ids.length - 1;
    for (const id of lines.read(line)) ids.push(id);
    stretches.push({ begin, from: begin, to: ids.length });
    ids.push(newline);
  }
  const source = {
    length: ids.length,
    read: (at: number, into: Int32Array) => into.set(ids.slice(at, at + into.length)),
  };
  return { source, stretches };
}
