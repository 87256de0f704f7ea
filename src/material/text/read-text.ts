import { byteSource, type ByteSource, type ReadLimits } from '../../disk/byte-source.js';
import { listFiles } from './corpus-files.js';
import { whyNoText } from './why-no-text.js';
import { readError } from '../../disk/read-error.js';
import type { Encoding } from '../../text/encodings.js';
import { decodeText } from '../../text/decode-text.js';

export interface ReadOptions extends ReadLimits {
  readonly encoding?: Encoding | undefined;
  /** Globs for the files of directories. */
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** What is read: for characters, binary files in directories are skipped; bytes are read from any file. */
  readonly tokens?: 'chars' | 'bytes' | undefined;
  /** When aborted, reading ends by throwing its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The files to be read, and those in directories that are skipped because they are not text. */
export function filesOf(
  paths: readonly string[],
  { include, exclude, tokens, encoding = 'utf8' }: ReadOptions,
): ReturnType<typeof listFiles> {
  return listFiles(paths, {
    include,
    exclude,
    reject: tokens === 'bytes' ? undefined : (file) => whyNoText(file, encoding),
  });
}

/** The text of files, directories and `-`, one after the other, in pieces, in constant memory. */
export async function* readText(paths: readonly string[], options: ReadOptions = {}): AsyncGenerator<string> {
  for (const file of (await filesOf(paths, options)).files) {
    yield* textOf(await openSource(file, options), options);
  }
}

/** The bytes of files, directories and `-`, one after the other, in pieces, in constant memory. */
export async function* readBytes(
  paths: readonly string[],
  options: Omit<ReadOptions, 'encoding'> = {},
): AsyncGenerator<Uint8Array> {
  for (const file of (await filesOf(paths, { ...options, tokens: 'bytes' })).files) {
    yield* bytesOf(await openSource(file, options), options);
  }
}

/** The bytes of one file; throws what readText throws for files that cannot be opened. */
export async function openSource(file: string, limits: ReadLimits): Promise<ByteSource> {
  try {
    return await byteSource(file, limits);
  } catch (error) {
    throw readError(error, file);
  }
}

/** The bytes of one source. */
export async function* bytesOf(source: ByteSource, { signal }: ReadOptions): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of source.open(signal)) {
      signal?.throwIfAborted();
      yield chunk;
    }
  } catch (error) {
    throw signal?.aborted ? signal.reason : readError(error, source.name);
  }
}

/** The text of one source. */
export function textOf(source: ByteSource, options: ReadOptions): AsyncGenerator<string> {
  return decodeText(bytesOf(source, options), options.encoding ?? 'utf8', source.name);
}
