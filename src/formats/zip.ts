import { concatBytes, littleEndian } from './bytes.js';
import { crc32Polynomials, createCrc32 } from './crc32.js';

const crc32 = createCrc32(crc32Polynomials.zip);

/**
 * Version 2.0; no flags but UTF-8 names; stored, not deflated; 1 January 1980, so that equal contents give equal bytes.
 */
const VERSION = 20;
const UTF8_NAMES = 0x0800;
const STORED = 0;
const MIDNIGHT = 0;
const FIRST_DAY = 0x0021;

/**
 * A zip archive of uncompressed files, which is what an .npz is. PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and
 * 4.3.16: each file after a header of its own, then a directory of all headers, then the position of the directory.
 */
export function encodeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const name = new TextEncoder().encode(path);
    const entry = describe(name, content);
    const local = concatBytes([littleEndian([4, 0x04034b50]), entry, name]);
    // comment, disk, attributes: none
    const rest = littleEndian([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    directory.push(concatBytes([littleEndian([4, 0x02014b50], [2, VERSION]), entry, rest, name]));
    parts.push(local, content);
    offset += local.length + content.length;
  }
  const catalog = concatBytes(directory);
  const end = littleEndian(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, files.size],
    [2, files.size],
    [4, catalog.length],
    [4, offset],
    [2, 0],
  );
  return concatBytes([...parts, catalog, end]);
}

/** What the header in front of a file and its entry in the directory have in common. */
function describe(name: Uint8Array, content: Uint8Array): Uint8Array {
  return littleEndian(
    [2, VERSION],
    [2, UTF8_NAMES],
    [2, STORED],
    [2, MIDNIGHT],
    [2, FIRST_DAY],
    [4, crc32(content)],
    [4, content.length],
    [4, content.length],
    [2, name.length],
    [2, 0],
  );
}
