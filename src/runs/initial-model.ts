import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { userError } from '../core/errors.js';
import type { Snapshot } from '../core/snapshot.js';
import { findModel, readMetadata } from './checkpoint.js';
import { disk, onDisk } from '../disk/disk.js';
import { readAnyModel, vocabularyBeside } from './foreign-model.js';
import type { InitialOrigin } from './config.js';

/** A model that initializes a run, and what identifies it. */
export interface InitialModel {
  /** Its file, as named by the user. */
  readonly file: string;
  readonly snapshot: Snapshot;
  readonly origin: InitialOrigin;
}

/** Bytes of one read. */
const PIECE = 2 ** 20;

/** Reads the model that `path` refers to: a checkpoint, a run directory, or weights from PyTorch. */
export function readInitialModel(path: string): InitialModel {
  const file = findModel(path);
  for (;;) {
    const digest = digestOf(file);
    const snapshot = readAnyModel(file);
    // a run that is being trained may have replaced it meanwhile
    if (digestOf(file) === digest) return { file, snapshot, origin: { file: resolve(file), digest } };
  }
}

/**
 * The initial model of the run in `directory`, which saved no checkpoint and starts over. Throws resume/initial when its
 * file no longer exists or has changed.
 */
export function readInitialModelAgain({ file, digest }: InitialOrigin, directory: string): InitialModel {
  const fail = (why: string) => userError('resume/initial', { file, why, directory });
  if (!onDisk(file, () => disk.stat(file)?.isFile())) throw fail('no longer exists');
  if (digestOf(file) !== digest) throw fail('has changed');
  const initial = readInitialModel(file);
  if (initial.origin.digest !== digest) throw fail('has changed');
  return initial;
}

function digestOf(file: string): string {
  const isCheckpoint = readMetadata(file)['format'] === 'char-rnn';
  const files = isCheckpoint ? [file] : [file, vocabularyBeside(file)];
  const hash = createHash('sha256');
  for (const each of files) onDisk(each, () => readPieces(each, (piece) => hash.update(piece)));
  return hash.digest('hex');
}

function readPieces(file: string, take: (piece: Uint8Array) => void): void {
  const fd = openSync(file, 'r');
  const piece = new Uint8Array(PIECE);
  try {
    for (let read = readSync(fd, piece); read > 0; read = readSync(fd, piece)) take(piece.subarray(0, read));
  } finally {
    closeSync(fd);
  }
}
