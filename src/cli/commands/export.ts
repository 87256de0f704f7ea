import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { userError } from '../../core/errors.js';
import type { Snapshot, Tensor } from '../../core/snapshot.js';
import { writeFileAtomic } from '../../disk/atomic-write.js';
import { findModel, readCheckpoint } from '../../runs/checkpoint.js';
import { writePytorchDirectory } from '../../runs/pytorch-directory.js';
import { filesOfRun, logBeside } from '../../runs/pytorch-run.js';
import { encodeCheckpoint } from '../../formats/checkpoint/checkpoint.js';
import { encodeJson } from '../../formats/exports.js';
import type { OnnxVariant } from '../../formats/onnx/onnx.js';
import type { Parsed } from '../options/flag.js';
import type { exportCommand } from '../options/export.js';
import type { Console } from '../terminal/console.js';
import { isRunDirectory, refuseToOverwriteInputs } from '../../app/outputs.js';
import { sanitizeLine } from '../../report/sanitize.js';

type ExportArguments = Parsed<(typeof exportCommand)['flags']>;

/** `char-rnn export`: the weights of a model, without the state of its training, for other programs. */
export async function exportModel(
  { values, files, given: flags }: ExportArguments,
  console: Console,
): Promise<void> {
  const { to } = values;
  const [given] = files as [string];
  const snapshot = readCheckpoint(findModel(given));
  // a model of a table reads whole rows
  const variant = snapshot.task && !flags.has('onnx') ? 'sequence' : values.onnx;
  const output = values.output ?? unlessThere(defaultOutput(given, to));
  if (to === 'pytorch') return exportPytorch(output, snapshot, findModel(given), console);
  console.stop.throwIfRequested();
  const content = await encode(snapshot, to, variant);
  console.stop.throwIfRequested();
  if (output === '-') return console.out.write(content);
  writeFileAtomic(output, content);
  await console.err.write(`${sanitizeLine(output)} written\n`);
}

/** `runs/moby` and `runs/moby/best.safetensors` -> `moby.onnx`, `best.onnx`. */
function defaultOutput(given: string, to: ExportArguments['values']['to']): string {
  const name = basename(resolve(given), '.safetensors');
  return to === 'pytorch' ? `${name}-pytorch` : `${name}.${to}`;
}

/** A file that was not named on the command line must not be overwritten. */
function unlessThere(file: string): string {
  if (existsSync(file)) throw userError('usage/exists', { file, flag: '--output' });
  return file;
}

async function exportPytorch(
  path: string,
  snapshot: Snapshot,
  from: string,
  { err }: Console,
): Promise<void> {
  if (path === '-') {
    throw userError('usage/value', { flag: '--output', value: '-', expected: 'the path of a directory' });
  }
  if (isRunDirectory(path)) throw userError('run/exists', { directory: path });
  // the checkpoint may be in that very directory
  refuseToOverwriteInputs({ output: join(path, 'model.safetensors') }, [from]);
  const ofRun = filesOfRun(from, snapshot);
  for (const name in ofRun) refuseToOverwriteInputs({ output: join(path, name) }, [logBeside(from)]);
  const names = writePytorchDirectory(path, snapshot, ofRun);
  await err.write(`${sanitizeLine(path)}: ${names.join(', ')} written\n`);
  if (names.includes('sample.py'))
    await err.write(
      `next: cd ${sanitizeLine(path)} && python3 sample.py, or torchrun train.py ${snapshot.task ? 'TABLE' : 'TEXT'}\n`,
    );
}

async function encode(
  snapshot: Snapshot,
  to: Exclude<ExportArguments['values']['to'], 'pytorch'>,
  variant: OnnxVariant,
): Promise<Uint8Array | string> {
  const { training: _, ...untrained } = snapshot;
  switch (to) {
    case 'onnx':
      return (await import('../../formats/onnx/onnx.js')).encodeOnnx(snapshot, variant);
    case 'npz':
      return (await import('../../formats/npz/npy.js')).encodeNpz(
        new Map([...snapshot.weights, ['vocabulary', codePoints(snapshot.vocabulary)]]),
      );
    case 'json':
      return encodeJson(snapshot);
    case 'safetensors':
      return encodeCheckpoint(untrained);
  }
}

/** The symbols in the order of their ids, as code points or bytes: NumPy would cut a string that ends in NUL. */
function codePoints({ tokens, symbols }: Snapshot['vocabulary']): Tensor {
  const codes =
    tokens === 'bytes'
      ? Array.from({ length: 256 }, (_, id) => id)
      : symbols.map((symbol) => symbol.codePointAt(0)!);
  return { shape: [codes.length], data: Int32Array.from(codes) };
}
