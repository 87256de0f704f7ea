import { once } from 'node:events';

/** Where the text of a command goes. */
export interface Output {
  readonly isTTY: boolean;
  readonly columns: number;
  /** The reader of the pipe has gone: nothing more is wanted. */
  readonly closed: boolean;
  /** Resolves when there is room for more, so that a slow reader slows us down instead of filling the memory. */
  write(text: string | Uint8Array): Promise<void>;
  /** Resolves when all that was written has left the process. */
  flush(): Promise<void>;
  /** Calls `listener` once when the reader goes. */
  onClose(listener: () => void): void;
}

/**
 * Wraps stdout or stderr. A reader that goes away (`| head`) is no error: the rest is dropped, and whoever listens
 * may stop. Any other failure, such as a full disk behind `> file`, rejects the next write.
 */
export function createOutput(stream: NodeJS.WriteStream): Output {
  let closed = false;
  let failure: Error | undefined;
  const listeners: (() => void)[] = [];
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') failure = error;
    if (closed) return;
    closed = true;
    for (const listener of listeners) listener();
  });
  const settled = () => {
    if (failure) throw failure;
  };
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns ?? 80;
    },
    get closed() {
      return closed;
    },
    async write(text) {
      settled();
      if (closed || stream.write(text)) return;
      const over = new AbortController(); // takes the listener away that was not needed
      const { signal } = over;
      await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).catch(
        () => {},
      );
      over.abort();
      settled();
    },
    async flush() {
      if (!closed) await new Promise((resolve) => stream.write('', resolve));
      settled();
    },
    onClose(listener) {
      if (closed) listener();
      else listeners.push(listener);
    },
  };
}
