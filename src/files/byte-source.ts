import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { problem } from '../core/errors.js';
import { createTemporaryFile } from './temporary-file.js';

/** Where the bytes of a corpus come from. */
export interface ByteSource {
  /** For messages. */
  readonly name: string;
  /** Whether the bytes can be read a second time; those of a pipe cannot. */
  readonly again: boolean;
  open(): AsyncIterable<Uint8Array>;
  close(): void;
}

export interface ReadLimits {
  /** Bytes that a compressed file may hold at most, since a small file can unfold to anything; default 8 GiB. */
  readonly sizeCap?: number | undefined;
  /** Bytes read at once. */
  readonly chunkSize?: number | undefined;
}

const SIZE_CAP = 8 * 2 ** 30;
const CHUNK_SIZE = 1 << 18;

/** The bytes of a file, decompressed where its name ends in .gz; of standard input where `path` is `-`. */
export async function byteSource(path: string, limits: ReadLimits = {}): Promise<ByteSource> {
  if (path === '-') {
    return { name: 'standard input', again: false, open: () => process.stdin, close() {} };
  }
  const isFile = await stat(path).then((found) => found.isFile());
  const open = path.endsWith('.gz') ? () => gunzip(path, limits) : () => readFile(path, limits);
  return { name: path, again: isFile, open, close() {} };
}

/** The same bytes, copied to a temporary file in `directory` so that they can be read again and again. */
export async function spool(source: ByteSource, directory: string): Promise<ByteSource> {
  const file = createTemporaryFile(directory);
  for await (const chunk of source.open()) file.write(chunk);
  const open = () =>
    createReadStream('', { fd: file.fd, start: 0, autoClose: false, highWaterMark: CHUNK_SIZE });
  return { name: source.name, again: true, open, close: () => file.close() };
}

function readFile(path: string, { chunkSize = CHUNK_SIZE }: ReadLimits): Readable {
  return createReadStream(path, { highWaterMark: chunkSize });
}

async function* gunzip(path: string, limits: ReadLimits): AsyncGenerator<Uint8Array> {
  const { sizeCap = SIZE_CAP, chunkSize = CHUNK_SIZE } = limits;
  // whoever reads the last stream meets every error of the pipeline
  const stream = createGunzip({ chunkSize: Math.max(chunkSize, 64) });
  pipeline(readFile(path, limits), stream, () => {});
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > sizeCap) throw problem('corpus/too-large', { file: path, bytes: sizeCap });
    yield chunk;
  }
}
