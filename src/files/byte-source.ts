import { createReadStream, read } from 'node:fs';
import { open as openFile, stat } from 'node:fs/promises';
import { addAbortSignal, pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { userError } from '../core/errors.js';
import { createTemporaryFile } from './temporary-file.js';

/** Where the bytes of a corpus come from. */
export interface ByteSource {
  /** For messages. */
  readonly name: string;
  /** Whether the bytes can be read a second time; those of a pipe cannot. */
  readonly again: boolean;
  /** The bytes in pieces, each valid until the next is requested. */
  open(signal?: AbortSignal): AsyncIterable<Uint8Array>;
  close(): void;
}

export interface ReadLimits {
  /** Bytes that a compressed file may hold at most, since a small file can unfold to anything; default 8 GiB. */
  readonly sizeCap?: number | undefined;
  /** Bytes read at once. */
  readonly chunkSize?: number | undefined;
}

const SIZE_CAP = 8 * 2 ** 30;
const CHUNK_SIZE = 1 << 15;

/** The bytes of a file, decompressed where its name ends in .gz; of standard input where `path` is `-`. */
export async function byteSource(path: string, limits: ReadLimits = {}): Promise<ByteSource> {
  if (path === '-') {
    return { name: 'standard input', again: false, open: readStdin, close() {} };
  }
  const isFile = await stat(path).then((found) => found.isFile());
  const open = path.endsWith('.gz') ? () => gunzip(path, limits) : () => readFile(path, limits);
  return { name: path, again: isFile, open, close() {} };
}

/** Bytes that can be read but once, copied to a temporary file in `directory` so that they can be read again and again. */
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
  return signal ? addAbortSignal(signal, process.stdin) : process.stdin;
}

async function* readFile(path: string, limits: ReadLimits): AsyncGenerator<Uint8Array> {
  const file = await openFile(path);
  try {
    yield* readAll(file.fd, null, limits);
  } finally {
    await file.close();
  }
}

/** From byte `position` on, or from where the file stands; always into the same memory, which so does not grow. */
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

async function* gunzip(path: string, limits: ReadLimits): AsyncGenerator<Uint8Array> {
  const { sizeCap = SIZE_CAP, chunkSize = CHUNK_SIZE } = limits;
  // the reader of the last stream receives every error of the pipeline
  const stream = createGunzip({ chunkSize: Math.max(chunkSize, 64) });
  pipeline(createReadStream(path, { highWaterMark: chunkSize }), stream, () => {});
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > sizeCap) throw userError('corpus/too-large', { file: path, bytes: sizeCap });
    yield chunk;
  }
}
