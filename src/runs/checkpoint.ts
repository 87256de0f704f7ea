import { join } from 'node:path';
import { userError } from '../core/errors.js';
import type { Snapshot } from '../core/snapshot.js';
import { checkHeader, checkReadable, decodeCheckpoint, encodeCheckpoint } from '../formats/checkpoint/checkpoint.js';
import type { SafetensorsHeader } from '../formats/safetensors/header.js';
import { decodeSafetensors, type Safetensors } from '../formats/safetensors/safetensors.js';
import { writeFileAtomic } from '../disk/atomic-write.js';
import { disk as realDisk, onDisk, type Disk } from '../disk/disk.js';
import { bestCheckpoint, newestCheckpoint } from './files.js';
import { readTensorFile, readTensorHeader } from './tensor-file.js';

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
  const bytes = readTensorFile(path, sizeOf(path), (header) => void checkHeader(header, path));
  return decodeCheckpoint(bytes, path);
}

/** A checkpoint file and what it holds. */
export interface ModelFile {
  readonly file: string;
  readonly snapshot: Snapshot;
}

/** The checkpoint that a path refers to (findModel), read. */
export function openModel(path: string): ModelFile {
  const file = findModel(path);
  return { file, snapshot: readCheckpoint(file) };
}

/** The named tensors of any safetensors file, such as weights saved from PyTorch: for --init-from. */
export function readTensors(path: string): Safetensors {
  return decodeSafetensors(readTensorFile(path, sizeOf(path)), path);
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
  return readTensorHeader(path, sizeOf(path)).metadata;
}

/** Checked before opening, since opening a FIFO waits for its other end. */
function sizeOf(path: string): number {
  const stats = onDisk(path, () => realDisk.stat(path));
  if (stats === undefined) throw userError('checkpoint/missing', { file: path });
  if (!stats.isFile()) throw userError('checkpoint/not-a-file', { file: path });
  return stats.size;
}
