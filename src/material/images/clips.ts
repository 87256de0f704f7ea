import { createHash } from 'node:crypto';
import type { Clips } from '../../data/clips.js';
import { decodeClips, type ClipOptions } from '../../formats/npz/clips.js';
import type { Pause } from '../../formats/npz/unzip.js';
import { userError } from '../../core/errors.js';
import { bytesOf, openSource, type ReadOptions } from '../text/read-text.js';

/** The most bytes of a file that are read into memory. */
const LIMIT = 2 ** 30;

/** Clips of a file, and the SHA-256 of its bytes; by which a resumed run detects a changed file. */
export interface ClipFile {
  readonly clips: Clips;
  readonly digest: string;
}

/** Reads an .npz file of clips or images; `-` is standard input. Throws corpus/*, npz/*, clips/*, disk/*. */
export async function readClips(
  path: string,
  { asQuestions, ...options }: ReadOptions & Pick<ClipOptions, 'asQuestions'> = {},
): Promise<ClipFile> {
  const source = await openSource(path, options);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytesOf(source, options)) {
    size += chunk.length;
    if (size > LIMIT) throw userError('npz/size', { file: source.name, limit: LIMIT });
    chunks.push(Uint8Array.from(chunk));
  }
  const bytes = Buffer.concat(chunks);
  const clips = await decodeClips(bytes, source.name, { asQuestions, pause: turns(options.signal) });
  return { clips, digest: `bytes:${createHash('sha256').update(bytes).digest('hex')}` };
}

/** Lets the event loop turn, in which the signal may end the work. */
const turns =
  (signal: AbortSignal | undefined): Pause =>
  async () => {
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
  };
