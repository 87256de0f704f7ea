import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { userError } from '../core/errors.js';
import type { Snapshot } from '../core/snapshot.js';
import { checkHeader, checkReadable, decodeCheckpoint, encodeCheckpoint } from '../formats/checkpoint/checkpoint.js';
import { headerBytes, parseHeader, type SafetensorsHeader } from '../formats/safetensors/header.js';
import { decodeSafetensors, type Safetensors } from '../formats/safetensors/safetensors.js';
import { writeFileAtomic } from '../disk/atomic-write.js';
import { disk as realDisk, onDisk, type Disk } from '../disk/disk.js';
import { bestCheckpoint, newestCheckpoint } from './files.js';

/** Writes a checkpoint file, whole or not at all. */
export function writeCheckpoint(path: string, snapshot: Snapshot, disk: Disk = realDisk): void {
  writeFileAtomic(path, checkpointBytes(snapshot, path), { disk });
}

/** The bytes of a checkpoint file, verified to be readable. */
export function checkpointBytes(snapshot: Snapshot, path: string): Uint8Array {
  const bytes = encodeCheckpoint(snapshot);
  checkReadable(bytes, path);
  return bytes;
}

/**
 * The snapshot in a checkpoint file; throws a UserError (checkpoint/..., safetensors/...) unless it is exactly as it
 * was written.
 */
export function readCheckpoint(path: string): Snapshot {
  const bytes = readTensorFile(path, (header) => void checkHeader(header, path));
  return decodeCheckpoint(bytes, path);
}

/** The named tensors of any safetensors file, such as weights saved from PyTorch: for --init-from. */
export function readTensors(path: string): Safetensors {
  return decodeSafetensors(readTensorFile(path), path);
}

/**
 * The checkpoint that a path refers to: the file itself; for a run directory its best, else its newest; or the model
 * in a directory written by `export --to pytorch`.
 */
export function findModel(path: string, disk: Disk = realDisk): string {
  const stats = onDisk(path, () => disk.stat(path));
  if (stats === undefined) throw userError('checkpoint/missing', { file: path });
  if (!stats.isDirectory()) return path;
  const found = onDisk(
    path,
    () => bestCheckpoint(path, disk) ?? newestCheckpoint(path, disk) ?? exportedModel(path, disk),
  );
  if (found === undefined) throw userError('checkpoint/none', { directory: path });
  return found;
}

function exportedModel(path: string, disk: Disk): string | undefined {
  const file = join(path, 'model.safetensors');
  return disk.stat(file)?.isFile() ? file : undefined;
}

/** The metadata of a checkpoint, without reading its tensors. */
export function readMetadata(path: string): SafetensorsHeader['metadata'] {
  const size = sizeOf(path);
  return onDisk(path, () => {
    const fd = openSync(path, 'r');
    try {
      return readHeader(fd, size, path).metadata;
    } finally {
      closeSync(fd);
    }
  });
}

function readHeader(fd: number, size: number, path: string): SafetensorsHeader {
  return parseHeader(readFrom(fd, headerBytes(readFrom(fd, 8), size, path)), size, path);
}

/** The bytes of a safetensors file, its header checked, also against the file's size, before the rest is read. */
function readTensorFile(path: string, check?: (header: SafetensorsHeader) => void): Uint8Array {
  const size = sizeOf(path);
  return onDisk(path, () => {
    const fd = openSync(path, 'r');
    try {
      check?.(readHeader(fd, size, path));
      return readFrom(fd, fstatSync(fd).size);
    } finally {
      closeSync(fd);
    }
  });
}

/** Checked before opening, since opening a FIFO waits for its other end. */
function sizeOf(path: string): number {
  const stats = onDisk(path, () => realDisk.stat(path));
  if (stats === undefined) throw userError('checkpoint/missing', { file: path });
  if (!stats.isFile()) throw userError('checkpoint/not-a-file', { file: path });
  return stats.size;
}

/** Bytes of one call: the system takes less than 2 GiB. */
const MAX_PIECE = 2 ** 30;

/** The first `length` bytes of a file, or all there are. */
function readFrom(fd: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let done = 0;
  for (;;) {
    const taken = readSync(fd, bytes, done, Math.min(length - done, MAX_PIECE), done);
    done += taken;
    if (taken === 0 || done === length) return bytes.subarray(0, done);
  }
}
