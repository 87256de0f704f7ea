import { createDeflateRaw } from 'node:zlib';
import type { Pace } from '../../inspect/forward/pace.js';
import type { RecordedSteps } from '../../inspect/forward/steps.js';

/** Base64 of deflated bytes: what src/page/unpack.ts reads. Foreign text in it cannot become markup. */
export async function pack(bytes: Uint8Array | string, pace: Pace): Promise<string> {
  const deflate = createDeflateRaw();
  deflate.end(bytes);
  const pieces: Buffer[] = [];
  for await (const piece of deflate) {
    pieces.push(piece as Buffer);
    await pace.pause();
  }
  return Buffer.concat(pieces).toString('base64');
}

/** The recorded arrays, one after the other, as src/page/report.ts reads them. */
export function bytesOf({ ranges, symbols, steps, probabilities }: RecordedSteps): Uint8Array {
  return Buffer.concat([ranges, symbols, steps, probabilities].map((array) => new Uint8Array(array.buffer)));
}

/** A block of data in the document. */
export const block = (id: string, packed: string): string =>
  `<script id="${id}" type="text/plain">${packed}</script>\n`;
