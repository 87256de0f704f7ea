import { constants, createReadStream, fstatSync, openSync, read } from 'node:fs';
import { open as openFile, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { addAbortSignal, pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { userError } from '../core/errors.js';
import { createTemporaryFile } from './temporary-file.js';

/** Where the bytes of a corpus come from. */
export interface ByteSource {
  /** The name in messages. */
  readonly name: string;
  /** Whether the bytes can be read a second time; those of a pipe cannot. */
  readonly again: boolean;
  /** The bytes in pieces, each valid until the next is requested. */
  open(signal?: AbortSignal): AsyncIterable<Uint8Array>;
  close(): void;
}

export interface ReadLimits {
  /**
   * The most bytes that a compressed file may expand to, since a small file can expand without bound; default 8 GiB,
   * and 200 times its size where that is more than 64 MiB.
   */
  readonly sizeCap?: number | undefined;
  /** Bytes read at once. */
  readonly chunkSize?: number | undefined;
}

const SIZE_CAP = 8 * 2 ** 30;
/** Text is compressed to a fifth, logs to a thirtieth; zeros to a thousandth. */
const MAX_RATIO = 200;
/** Bytes that any compressed file may expand to. */
const HARMLESS = 2 ** 26;
/** A device such as /dev/zero has no end. */
const DEVICE_CAP = 2 ** 24;
const CHUNK_SIZE = 1 << 15;

/** The bytes of a file, decompressed where its name ends in .gz; of standard input where `path` is `-`. */
export async function byteSource(path: string, limits: ReadLimits = {}): Promise<ByteSource> {
  if (path === '-') {
    return { name: 'standard input', again: false, open: readStdin, close() {} };
  }
  const found = await stat(path);
  const name = path;
  const again = found.isFile();
  if (path.endsWith('.gz') && again)
    return { name, again, open: () => gunzip(path, found.size, limits), close() {} };
  if (found.isFIFO()) return { name, again, open: (signal) => readFifo(path, signal), close() {} };
  const most = again ? Infinity : DEVICE_CAP;
  return { name, again, open: () => readFile(path, most, limits), close() {} };
}

/**
 * Bytes that can be read only once, copied to a temporary file in `directory` so that they can be read several times.
 */
export async function spool(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  directory: string,
): Promise<ByteSource> {
  const file = createTemporaryFile(directory);
  try {
    for await (const chunk of chunks) file.write(chunk);
  } catch (error) {
    file.close();
    throw error;
  }
  return { name, again: true, open: () => readAll(file.fd, 0, {}), close: () => file.close() };
}

/** Input that is typed may take any time; the signal ends the wait. */
function readStdin(signal?: AbortSignal): AsyncIterable<Uint8Array> {
  const stdin = signal ? addAbortSignal(signal, process.stdin) : process.stdin;
  const isDevice = fstatSync(0).isCharacterDevice() && !process.stdin.isTTY;
  return isDevice ? capped('standard input', stdin, DEVICE_CAP) : stdin;
}

async function* capped(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  most: number,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    if ((size += chunk.length) > most) throw userError('corpus/endless', { file: name, bytes: most });
    yield chunk;
  }
}

/**
 * Opened without waiting for its writer, since that wait would block a thread that cannot be interrupted; the event
 * loop waits for data, and the signal ends the wait.
 */
function readFifo(path: string, signal?: AbortSignal): AsyncIterable<Uint8Array> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const socket = new Socket({ fd, readable: true, writable: false });
  return signal ? addAbortSignal(signal, socket) : socket;
}

async function* readFile(path: string, most: number, limits: ReadLimits): AsyncGenerator<Uint8Array> {
  const file = await openFile(path);
  try {
    yield* capped(path, readAll(file.fd, null, limits), most);
  } finally {
    await file.close();
  }
}

/** Reads from byte `position` on, or from the current offset, always into the same buffer. */
async function* readAll(
  fd: number,
  position: number | null,
  { chunkSize = CHUNK_SIZE }: ReadLimits,
): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(chunkSize);
  for (;;) {
    const { bytesRead } = await readAsync(fd, buffer, 0, chunkSize, position);
    if (bytesRead === 0) return;
    if (position !== null) position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

const readAsync = promisify(read);

async function* gunzip(path: string, packed: number, limits: ReadLimits): AsyncGenerator<Uint8Array> {
  const { sizeCap = SIZE_CAP, chunkSize = CHUNK_SIZE } = limits;
  const most = Math.min(sizeCap, Math.max(HARMLESS, MAX_RATIO * packed));
  // errors of the pipeline reach the reader of its last stream
  const stream = createGunzip({ chunkSize: Math.max(chunkSize, 64) });
  pipeline(createReadStream(path, { highWaterMark: chunkSize }), stream, () => {});
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > most) throw userError('corpus/too-large', { file: path, bytes: most });
    yield chunk;
  }
}
