import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { userError } from '../core/errors.js';
import type { Snapshot, Tensor } from '../core/snapshot.js';
import { unwatched, type Watch } from '../core/watch.js';
import { writeFileAtomic } from '../disk/atomic-write.js';
import { encodeCheckpoint } from '../formats/checkpoint/checkpoint.js';
import { encodeJson, type ExportFormat } from '../formats/exports.js';
import type { OnnxVariant } from '../formats/onnx/onnx.js';
import { openModel, type ModelFile } from '../runs/checkpoint.js';
import { writePytorchDirectory } from '../runs/pytorch-directory.js';
import { filesOfRun, logBeside } from '../runs/pytorch-run.js';
import { isRunDirectory, refuseToOverwriteInputs } from './outputs.js';

/** What is exported, and how: fields named like the flags of `export`. */
export interface ExportRequest {
  /** A checkpoint, or a run. */
  readonly model: string;
  /** Default: `pytorch`, a directory with scripts that sample and continue training. */
  readonly to?: ExportFormat | undefined;
  /** Default: a single step or, for a model that reads whole rows, the sequence. */
  readonly onnx?: OnnxVariant | undefined;
  /** The file or directory; default: named after the model, and refused where it exists. `-`: nothing is written. */
  readonly output?: string | undefined;
  readonly watch?: Watch | undefined;
}

export interface Exported {
  readonly output: string;
  /** Of a directory: the names of the files in it. */
  readonly files: readonly string[];
  /** What a file holds, or would hold. */
  readonly content?: Uint8Array | string;
  /** Whether the model learned the rows of a table. */
  readonly hasTask: boolean;
}

/**
 * Writes the weights of a model, without the state of its training, for other programs. Throws usage/exists,
 * usage/overwrites, run/exists, disk/*, and export/network for a network that the format cannot express.
 *
 * @example
 * await exportModel({ model: 'runs/moby', to: 'onnx', output: 'moby.onnx' });
 */
export async function exportModel(request: ExportRequest): Promise<Exported> {
  const { model: given, to = 'pytorch', watch = unwatched } = request;
  const model = openModel(given);
  const { snapshot } = model;
  if (snapshot.model.series && (to === 'pytorch' || to === 'onnx'))
    throw userError('export/network', { network: 'of numbers', format: to, known: 'npz, json' });
  const output = request.output ?? unlessThere(defaultOutput(given, to));
  const hasTask = snapshot.task !== undefined;
  if (to === 'pytorch') return { output, files: exportPytorch(output, model), hasTask };
  watch.check();
  // a model of a table reads whole rows
  const content = await encode(snapshot, to, request.onnx ?? (hasTask ? 'sequence' : 'step'));
  watch.check();
  if (output !== '-') writeFileAtomic(output, content);
  return { output, files: [], content, hasTask };
}

/** `runs/moby` and `runs/moby/best.safetensors` -> `moby.onnx`, `best.onnx`. */
function defaultOutput(given: string, to: ExportFormat): string {
  const name = basename(resolve(given), '.safetensors');
  return to === 'pytorch' ? `${name}-pytorch` : `${name}.${to}`;
}

/** A file that was not named must not be overwritten. */
function unlessThere(file: string): string {
  if (existsSync(file)) throw userError('usage/exists', { file, flag: '--output' });
  return file;
}

function exportPytorch(path: string, { file, snapshot }: ModelFile): string[] {
  if (path === '-')
    throw userError('usage/value', { flag: '--output', value: '-', expected: 'the path of a directory' });
  if (isRunDirectory(path)) throw userError('run/exists', { directory: path });
  // the checkpoint may be in that very directory
  refuseToOverwriteInputs({ output: join(path, 'model.safetensors') }, [file]);
  const ofRun = filesOfRun(file, snapshot);
  for (const name in ofRun) refuseToOverwriteInputs({ output: join(path, name) }, [logBeside(file)]);
  return writePytorchDirectory(path, snapshot, ofRun);
}

async function encode(
  snapshot: Snapshot,
  to: Exclude<ExportFormat, 'pytorch'>,
  variant: OnnxVariant,
): Promise<Uint8Array | string> {
  const { training: _, ...untrained } = snapshot;
  switch (to) {
    case 'onnx':
      return (await import('../formats/onnx/onnx.js')).encodeOnnx(snapshot, variant);
    case 'npz':
      return (await import('../formats/npz/npy.js')).encodeNpz(
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
