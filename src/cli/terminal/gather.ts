import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Output } from './output.js';

const MILLISECONDS = 15;

/**
 * Gathers small pieces and writes them many times a second: often enough to be read as they come, seldom enough not
 * to slow down drawing. Signals are handled at every write.
 */
export function gather(out: Output): {
  write(piece: string | Uint8Array): Promise<void>;
  flush(): Promise<void>;
} {
  let pieces: (string | Uint8Array)[] = [];
  let last = -Infinity;
  async function flush(): Promise<void> {
    const all = pieces;
    pieces = [];
    if (all.length > 0) await out.write(joined(all));
    await yieldToEventLoop();
    last = performance.now();
  }
  return {
    async write(piece) {
      if (piece.length > 0) pieces.push(piece);
      if (performance.now() - last > MILLISECONDS) await flush();
    },
    flush,
  };
}

function joined(pieces: readonly (string | Uint8Array)[]): string | Uint8Array {
  if (pieces.every((piece) => typeof piece === 'string')) return pieces.join('');
  return Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
}
