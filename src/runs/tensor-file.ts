import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { headerBytes, parseHeader, type SafetensorsHeader } from '../formats/safetensors/header.js';
import { onDisk } from '../disk/disk.js';

/** The header of a safetensors file of `size` bytes. */
export function readTensorHeader(path: string, size: number): SafetensorsHeader {
  return withFile(path, (fd) => readHeader(fd, size, path));
}

/**
 * The bytes of a safetensors file of `size` bytes, its header checked, also against that size, before the rest is read
 * into the memory that `create` gives.
 */
export function readTensorFile(
  path: string,
  size: number,
  check?: (header: SafetensorsHeader) => void,
  create: (length: number) => Uint8Array = (length) => new Uint8Array(length),
): Uint8Array {
  return withFile(path, (fd) => {
    check?.(readHeader(fd, size, path));
    return readFrom(fd, create(fstatSync(fd).size));
  });
}

function withFile<T>(path: string, action: (fd: number) => T): T {
  return onDisk(path, () => {
    const fd = openSync(path, 'r');
    try {
      return action(fd);
    } finally {
      closeSync(fd);
    }
  });
}

function readHeader(fd: number, size: number, path: string): SafetensorsHeader {
  const start = readFrom(fd, new Uint8Array(8));
  return parseHeader(readFrom(fd, new Uint8Array(headerBytes(start, size, path))), size, path);
}

/** Bytes of one call: the system takes less than 2 GiB. */
const MAX_PIECE = 2 ** 30;

/** Fills `bytes` from the beginning of a file; returns those that it has. */
function readFrom(fd: number, bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  let done = 0;
  for (;;) {
    const taken = readSync(fd, bytes, done, Math.min(length - done, MAX_PIECE), done);
    done += taken;
    if (taken === 0 || done === length) return bytes.subarray(0, done);
  }
}
