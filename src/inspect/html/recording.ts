import { deflateRawSync } from 'node:zlib';
import type { Cells } from '../forward/cells.js';
import { recordSteps } from '../forward/steps.js';
import type { Subject } from '../forward/subject.js';

/** What the page embeds of every position. */
export interface Recording {
  /** The largest absolute value of each cell. */
  readonly ranges: Float32Array;
  /** Base64 of the deflated steps of one cell, each a byte 1 ... 63. */
  packedCell(cell: number): string;
  /** The same of the candidates: indices of two bytes for all positions, then probabilities of one byte. */
  packedCandidates(): string;
}

/** Reads the text and packs what was recorded of the cells `shown`. */
export async function recordAll(
  subject: Subject,
  cells: Cells,
  shown: readonly number[],
): Promise<Recording> {
  const n = subject.text.ids.length;
  const { ranges, steps, symbols, probabilities } = await recordSteps(subject, cells, shown);
  return {
    ranges,
    packedCell: (cell) => pack(steps.subarray(cell * n, (cell + 1) * n)),
    packedCandidates: () => pack(Buffer.concat([new Uint8Array(symbols.buffer), probabilities])),
  };
}

const pack = (bytes: Uint8Array): string => deflateRawSync(bytes, { level: 4 }).toString('base64');
