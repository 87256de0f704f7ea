import CRC32 from 'crc-32';
import { Inflate } from 'fflate';

/** Why an archive cannot be read. */
export class ZipError extends Error {}

/** Thrown when the files of an archive are larger than allowed. */
export class ZipSizeError extends ZipError {}

/** One file of an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Its size when unpacked. */
  readonly size: number;
  /** Its first `length` bytes, or all there are, not checked. Throws a ZipError when they are damaged. */
  begin(length: number): Uint8Array;
  /** Its content, checked against its CRC-32. Throws a ZipError when it is damaged. */
  unpack(pause?: Pause): Promise<Uint8Array>;
}

/** Awaited every few milliseconds of work, which it may end by throwing. */
export type Pause = () => Promise<void>;

const END = 0x06054b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const DIRECTORY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 65_535;
const STORED = 0;
const DEFLATED = 8;
const MAX_ENTRIES = 1000;
/** Deflated bytes inflated at a time: at most a thousandfold of them is taken before a wrong size is noticed. */
const PORTION = 1 << 11;
/** Bytes that are inflated or summed up in a few milliseconds. */
const BETWEEN_PAUSES = 2 ** 22;

/**
 * The files of a zip archive, stored or deflated (PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16). The
 * directory at the end is what counts; all sizes in it are checked, and their sum against `limit`, before anything is
 * unpacked. Throws a ZipError for anything else: encryption, several disks, archives of over 4 GB.
 */
export function decodeZip(bytes: Uint8Array, limit: number): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > MAX_ENTRIES)
    throw new ZipError(`it lists ${count} files, and ${MAX_ENTRIES} is the most that are read`);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (at + DIRECTORY_BYTES > end || view.getUint32(at, true) !== DIRECTORY)
      throw new ZipError('its directory is damaged');
    const nameLength = view.getUint16(at + 28, true);
    entries.push(readEntry(bytes, view, at, nameLength));
    total += entries[i]!.size;
    if (total > limit) throw new ZipSizeError(`it unpacks to more than ${limit} bytes`);
    at += DIRECTORY_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Where the end record begins: the last one whose comment reaches exactly to the end of the file. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT_BYTES); at--) {
    if (
      view.getUint32(at, true) === END &&
      at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength
    )
      return at;
  }
  throw new ZipError('it does not end as a zip archive');
}

function readEntry(bytes: Uint8Array, view: DataView, at: number, nameLength: number): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const crc = view.getUint32(at + 16, true);
  const packedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const local = view.getUint32(at + 42, true);
  const nameAt = at + DIRECTORY_BYTES;
  const name = new TextDecoder().decode(bytes.slice(nameAt, nameAt + nameLength));
  if (flags & 1) throw new ZipError('it is encrypted');
  if (method !== STORED && method !== DEFLATED) throw new ZipError(`it is compressed by method ${method}`);
  if (local + LOCAL_BYTES > bytes.length || view.getUint32(local, true) !== LOCAL)
    throw new ZipError('its directory leads to no file');
  // the local header repeats name and sizes, possibly with other extra fields; only its length matters
  const begin = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (begin + packedSize > bytes.length || (method === STORED && packedSize !== size))
    throw new ZipError('a file in it is cut short');
  const packed = bytes.subarray(begin, begin + packedSize);
  return {
    name,
    size,
    begin: (length) =>
      method === STORED ? packed.subarray(0, length) : inflateBeginning(packed, Math.min(length, size)),
    async unpack(pause = async () => undefined) {
      const content = method === STORED ? packed : await inflate(packed, size, pause);
      if ((await checksum(content, pause)) !== crc)
        throw new ZipError('a file in it does not match its checksum');
      return content;
    },
  };
}

/** Inflates bytes (RFC 1951) to exactly `size`, and stops where they become more. */
async function inflate(packed: Uint8Array, size: number, pause: Pause): Promise<Uint8Array> {
  const content = new Uint8Array(size);
  let at = 0;
  let paused = 0;
  for (const part of inflated(packed)) {
    if (at + part.length > size) throw new ZipError('a file in it unpacks to more than its directory says');
    content.set(part, at);
    at += part.length;
    if (at - paused < BETWEEN_PAUSES) continue;
    paused = at;
    await pause();
  }
  if (at !== size) throw new ZipError('a file in it unpacks to less than its directory says');
  return content;
}

/** The first `length` bytes, where there are so many. */
function inflateBeginning(packed: Uint8Array, length: number): Uint8Array {
  const content = new Uint8Array(length);
  let at = 0;
  for (const part of inflated(packed)) {
    content.set(part.subarray(0, length - at), at);
    at += part.length;
    if (at >= length) return content;
  }
  return content.subarray(0, at);
}

/** What deflated bytes become, part by part. */
function* inflated(packed: Uint8Array): Generator<Uint8Array> {
  let parts: Uint8Array[] = [];
  const stream = new Inflate((part) => parts.push(part));
  for (let from = 0; from < packed.length; from += PORTION) {
    try {
      stream.push(packed.subarray(from, from + PORTION), from + PORTION >= packed.length);
    } catch (error) {
      throw new ZipError('a file in it is not whole deflated data', { cause: error });
    }
    yield* parts;
    parts = [];
  }
}

async function checksum(content: Uint8Array, pause: Pause): Promise<number> {
  let crc = 0;
  for (let at = 0; at < content.length; at += BETWEEN_PAUSES) {
    crc = CRC32.buf(content.subarray(at, at + BETWEEN_PAUSES), crc);
    await pause();
  }
  return crc >>> 0;
}
