import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from '../core/snapshot.js';
import { cellForExport } from '../formats/exports.js';
import { encodeCheckpoint } from '../formats/checkpoint/checkpoint.js';
import { writeFileAtomic } from '../disk/atomic-write.js';
import { disk, onDisk } from '../disk/disk.js';

/** The scripts for every network: the module and the file format; from the package's folder pytorch/. */
const MODULE = ['model.py', 'char_rnn.py'] as const;
/** The scripts that answer and continue training, on a text or on the rows of a table. */
const SCRIPTS = ['split.py', 'log.py', 'sample.py', 'train.py'] as const;
const scriptsFolder = new URL('../../../pytorch/', import.meta.url);

/**
 * Writes all that is needed to continue in PyTorch: model.safetensors (the weights, named as in torch.nn), config.json,
 * vocabulary.json and, for a model of a table, task.json for people and other programs to read, and scripts that load
 * the model, answer with it and continue training on one machine or several (the module alone where the outputs are
 * neither symbols nor answers to a table, and for networks on clips or images). Throws export/network for a network
 * that cannot be expressed in PyTorch. `ofRun` are the files that train.py continues (pytorch-run.ts). Returns the names of
 * the files.
 */
export function writePytorchDirectory(
  path: string,
  { training: _, ...snapshot }: Snapshot,
  ofRun: Readonly<Record<string, string>> = {},
): string[] {
  const { model, vocabulary, task } = snapshot;
  cellForExport(model, 'pytorch');
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const files: Record<string, string | Uint8Array> = {
    'model.safetensors': encodeCheckpoint(snapshot),
    'config.json': json(model),
    'vocabulary.json': json(vocabulary),
    ...(task && { 'task.json': json(task) }),
  };
  const scripts = scriptsOf(snapshot);
  if (scripts.includes('train.py')) Object.assign(files, ofRun);
  for (const name of scripts) files[name] = readFileSync(new URL(name, scriptsFolder));
  onDisk(path, () => disk.mkdir(path));
  for (const name in files) writeFileAtomic(join(path, name), files[name]!);
  return Object.keys(files);
}

function scriptsOf({ model, task }: Pick<Snapshot, 'model' | 'task'>): readonly string[] {
  if (model.images) return [...MODULE, 'images.py'];
  if (task !== undefined) return [...MODULE, 'table.py', ...SCRIPTS];
  return model.outputs === undefined ? [...MODULE, 'text.py', ...SCRIPTS] : MODULE;
}
