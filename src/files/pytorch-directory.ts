import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from '../core/snapshot.js';
import { cellForExport } from '../formats/exports.js';
import { encodeCheckpoint } from '../formats/checkpoint.js';
import { writeFileAtomic } from './atomic-write.js';
import { disk, onDisk } from './disk.js';

/** The scripts that go with the weights; they lie in the package's folder pytorch/. */
const SCRIPTS = ['char_rnn.py', 'sample.py', 'train.py'] as const;
/** What a network with other outputs than symbols gets: the module alone. */
const MODULE = ['char_rnn.py'] as const;
const scriptsFolder = new URL('../../../pytorch/', import.meta.url);

/**
 * Writes all that is needed to go on in PyTorch: model.safetensors (the weights, named as in torch.nn),
 * config.json and vocabulary.json for a person or another program to read, and scripts that load the model, sample
 * from it and go on training it on one machine or many (the model's module alone where the outputs are not symbols).
 * Throws export/network for a network without a form in PyTorch. Returns the names of the files.
 */
export function writePytorchDirectory(path: string, { training: _, ...snapshot }: Snapshot): string[] {
  const { model, vocabulary } = snapshot;
  cellForExport(model, 'pytorch');
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const files: Record<string, string | Uint8Array> = {
    'model.safetensors': encodeCheckpoint(snapshot),
    'config.json': json(model),
    'vocabulary.json': json(vocabulary),
  };
  for (const name of model.outputs === undefined ? SCRIPTS : MODULE)
    files[name] = readFileSync(new URL(name, scriptsFolder));
  onDisk(path, () => disk.mkdir(path));
  for (const name in files) writeFileAtomic(join(path, name), files[name]!);
  return Object.keys(files);
}
