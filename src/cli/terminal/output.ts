import { once } from 'node:events';

/** The output of a command. */
export interface Output {
  readonly isTTY: boolean;
  readonly columns: number;
  /** The reader of the pipe, or the terminal, has gone: nothing more is written. */
  readonly closed: boolean;
  /** Resolves when there is room for more, so that a slow reader slows us down instead of filling the memory. */
  write(text: string | Uint8Array): Promise<void>;
  /** Resolves when all that was written has left the process. */
  flush(): Promise<void>;
  /** Calls `listener` once when the reader goes. */
  onClose(listener: () => void): void;
}

/** Milliseconds for pending output to be written once the command was asked to stop. */
const GRACE_MS = 200;

/**
 * Wraps stdout or stderr. A reader that goes away (`| head`) is no error: the rest is dropped, and the consumer
 * may stop. Any other failure, such as a full disk under `> file`, rejects the next write. When `signal` is aborted
 * no write is awaited any longer: a reader that does not read cannot keep a command from saving and ending.
 */
export function createOutput(stream: NodeJS.WriteStream, signal: AbortSignal, onHangUp: () => void): Output {
  if (stream.isTTY) neverBlock(stream);
  let closed = false;
  let failure: Error | undefined;
  const listeners: (() => void)[] = [];
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!isGone(error, stream)) failure = error;
    if (error.code === 'EIO' && stream.isTTY) onHangUp();
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
      if (closed || stream.write(text) || signal.aborted) return;
      const over = new AbortController(); // takes the listeners away that were not needed
      const any = { signal: AbortSignal.any([over.signal, signal]) };
      await Promise.race([once(stream, 'drain', any), once(stream, 'close', any)]).catch(() => {});
      over.abort();
      settled();
    },
    async flush() {
      if (closed || stream.writableLength === 0) return settled();
      const written = new Promise<void>((resolve) => stream.write('', () => resolve()));
      await Promise.race([written, stopped(signal)]);
      settled();
    },
    onClose(listener) {
      if (closed) listener();
      else listeners.push(listener);
    },
  };
}

/** Whether an error of a stream says that its reader has gone. A terminal that was closed answers EIO. */
export function isGone({ code }: NodeJS.ErrnoException, stream: NodeJS.WriteStream): boolean {
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || (code === 'EIO' && stream.isTTY);
}

/** A stopped terminal (Ctrl-S) would block the whole process in the middle of a write. */
function neverBlock(stream: NodeJS.WriteStream): void {
  const { _handle: handle } = stream as { _handle?: { setBlocking?(on: boolean): unknown } };
  handle?.setBlocking?.(false);
}

/** Resolves a little after `signal` was aborted. */
async function stopped(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
  await new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref());
}
