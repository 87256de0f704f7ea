import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** Bytes of zeros that are compressed once, and repeated. */
const PIECE = 2 ** 24;

/** A gzip file of a few kilobytes for every 16 MiB: members one after the other are one file. */
export function gzipBomb(megabytes: number): Uint8Array {
  const member = gzipSync(new Uint8Array(PIECE));
  return Buffer.concat(Array.from({ length: Math.ceil((megabytes * 2 ** 20) / PIECE) }, () => member));
}

/** A file in an archive: its beginning, and how many zeros follow. */
export interface Member {
  readonly name: string;
  readonly beginning: Uint8Array;
  readonly zeros: number;
}

/** A zip archive of deflated files (APPNOTE.TXT). The checksums of those with zeros are wrong, which shows when they are unpacked. */
export function zipBomb(members: readonly Member[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, beginning, zeros } of members) {
    const packed = deflated(beginning, zeros);
    const sizes = [zeros === 0 ? crc32(beginning) : 0, packed.length, beginning.length + zeros];
    const local = header(0x04034b50, [20, 0, 8, 0, 0], sizes, [name.length, 0]);
    parts.push(local, Buffer.from(name), packed);
    directory.push(
      header(0x02014b50, [20, 20, 0, 8, 0, 0], sizes, [name.length, 0, 0, 0, 0], [0, at]),
      Buffer.from(name),
    );
    at += local.length + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = header(0x06054b50, [0, 0, members.length, members.length], [listed.length, at], [0]);
  return Buffer.concat([...parts, listed, end]);
}

/** Deflated data: blocks that are not the last, one after the other, and an empty last one. */
function deflated(beginning: Uint8Array, zeros: number): Buffer {
  const open = (bytes: Uint8Array) => deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
  const piece = open(new Uint8Array(PIECE));
  const pieces = Array.from({ length: Math.floor(zeros / PIECE) }, () => piece);
  return Buffer.concat([open(beginning), ...pieces, open(new Uint8Array(zeros % PIECE)), deflateRawSync('')]);
}

/** A signature, 16-bit numbers, 32-bit numbers, and so on, little-endian. */
function header(signature: number, ...groups: readonly (readonly number[])[]): Buffer {
  const bytes = Buffer.alloc(4 + groups.reduce((sum, group, i) => sum + group.length * (i % 2 ? 4 : 2), 0));
  let at = bytes.writeUInt32LE(signature);
  groups.forEach((group, i) => {
    for (const n of group) at = i % 2 ? bytes.writeUInt32LE(n, at) : bytes.writeUInt16LE(n, at);
  });
  return bytes;
}
