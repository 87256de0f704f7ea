import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { userError } from '../core/errors.js';
import type { Snapshot, VocabularyData } from '../core/snapshot.js';
import { snapshotFromTorch } from '../formats/safetensors/torch-weights.js';
import { parseStrictJson } from '../formats/strict-json.js';
import { readCheckpoint, readTensors } from './checkpoint.js';
import { disk, onDisk } from '../disk/disk.js';

const symbols = z.array(z.string()).check(z.minLength(2));

const vocabularySchema = z.union([
  z.object({ tokens: z.literal('chars'), symbols }),
  z.pipe(
    z.object({ tokens: z.literal('bytes') }),
    z.transform(() => ({ tokens: 'bytes' as const, symbols: [] })),
  ),
  z.pipe(
    symbols,
    z.transform((symbols: string[]) => ({ tokens: 'chars' as const, symbols })),
  ),
]);

/**
 * The model in any safetensors file: one of our checkpoints, or weights saved from PyTorch with a vocabulary.json
 * beside them, either `{"tokens": "chars", "symbols": [...]}` as in an export, or just the list of symbols.
 */
export function readAnyModel(file: string): Snapshot {
  const { tensors, metadata } = readTensors(file);
  if (metadata['format'] === 'char-rnn') return readCheckpoint(file);
  return snapshotFromTorch(tensors, readVocabulary(vocabularyBeside(file), file), file);
}

/** The vocabulary.json beside weights that are no checkpoint. Throws weights/vocabulary where there is none. */
export function vocabularyBeside(file: string): string {
  const beside = join(dirname(file), 'vocabulary.json');
  const found = onDisk(beside, () => disk.stat(beside)?.isFile());
  if (!found) throw userError('weights/vocabulary', { file, vocabulary: beside, why: 'it does not exist' });
  return beside;
}

function readVocabulary(path: string, file: string): VocabularyData {
  const text = new TextDecoder().decode(onDisk(path, () => disk.readFile(path)));
  const fail = (why: string, cause?: unknown) =>
    userError('weights/vocabulary', { file, vocabulary: path, why }, cause);
  let json: unknown;
  try {
    json = parseStrictJson(text);
  } catch (error) {
    throw fail('it is not JSON', error);
  }
  const parsed = vocabularySchema.safeParse(json);
  if (!parsed.success) throw fail('it has no list of symbols');
  const { symbols } = parsed.data;
  if (new Set(symbols).size < symbols.length) throw fail('a symbol stands in it twice');
  return parsed.data;
}
