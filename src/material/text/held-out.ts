import { textParts } from '../../data/splits.js';
import { decode } from '../../text/decoder.js';
import { sliceSource, type IdSource } from '../../text/id-source.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import type { TrainOptions } from '../../train/options.js';

// The end of a text is held out. A loss measured there says little of the rest where that is unlike it.

/** What is said of it before training, where it is unlike the rest. */
export function notesOnEnd(
  text: IdSource,
  vocabulary: Vocabulary,
  { split }: Pick<TrainOptions, 'split'>,
): string[] {
  if (split.layout === 'streams') return [];
  if (isSorted(text, vocabulary)) return [SORTED];
  const [, end] = textParts(text.length, split).train;
  const divergence = heldOutUnlike(text, end, vocabulary.size);
  return divergence === undefined ? [] : [unlike(divergence)];
}

const SORTED =
  'the lines of this text are sorted, so that its end, which is held out, is unlike the rest: --lines holds out lines at random';
const unlike = (nats: number): string =>
  `the end of this text, which is held out, has other characters than the rest (${nats.toFixed(2)} nats): ` +
  '--split streams holds out a piece of every part, --val FILE a text of your own';

/** Symbols at the beginning of a text that are looked at, and lines in them from which an order is no chance. */
const [LOOKED_AT, LEAST_LINES] = [1 << 16, 40];

/** Whether the lines of a text are in alphabetical order, so that its end is unlike the rest of it. */
export function isSorted(source: IdSource, vocabulary: Vocabulary): boolean {
  const beginning = new Int32Array(Math.min(LOOKED_AT, source.length));
  source.read(0, beginning);
  const lines = decode(beginning, vocabulary).split('\n').slice(0, -1);
  const differ = new Set(lines).size > lines.length / 2;
  return lines.length >= LEAST_LINES && differ && lines.every((line, i) => i === 0 || lines[i - 1]! <= line);
}

/** Blocks of a part that are looked at, spread evenly, and the symbols of each. */
const [BLOCKS, BLOCK] = [64, 1 << 12];

/** Symbols from which a part is compared at all. */
const LEAST = 1000;

/** Nats above those of chance: chapters of a book differ by .03, languages and kinds of files by .2 and more. */
const UNLIKE = 0.1;

/**
 * Whether what is held out, the symbols of `text` from `end` on, is unlike what is trained on, those before it: the
 * Kullback-Leibler divergence of its symbols from theirs (counted with half a symbol more of each) in nats, where that
 * is more than `UNLIKE` above (V − 1) / 2N, the mean for N symbols of the same distribution; else undefined.
 */
export function heldOutUnlike(text: IdSource, end: number, symbols: number): number | undefined {
  const [train, held] = [sliceSource(text, 0, end), sliceSource(text, end, text.length)];
  if (train.length < LEAST || held.length < LEAST) return undefined;
  const [p, q] = [count(held, symbols), count(train, symbols)];
  let divergence = -(symbols - 1) / (2 * p.total);
  for (let id = 0; id < symbols; id++) {
    const share = p.counts[id]! / p.total;
    if (share > 0) divergence += share * Math.log((share * (q.total + symbols / 2)) / (q.counts[id]! + 0.5));
  }
  return divergence > UNLIKE ? divergence : undefined;
}

/** How often each symbol occurs in blocks of a part. */
function count(part: IdSource, symbols: number): { readonly counts: Float64Array; readonly total: number } {
  const counts = new Float64Array(symbols);
  const blocks = Math.min(BLOCKS, Math.ceil(part.length / BLOCK));
  let total = 0;
  for (let k = 0; k < blocks; k++) {
    const from = Math.floor((k * part.length) / blocks);
    const ids = new Int32Array(Math.min(BLOCK, Math.floor(((k + 1) * part.length) / blocks) - from));
    part.read(from, ids);
    for (const id of ids) counts[id]! += 1;
    total += ids.length;
  }
  return { counts, total };
}
