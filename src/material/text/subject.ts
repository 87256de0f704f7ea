import type { InspectedData } from '../../inspect/forward/subject.js';
import { encodingOf } from '../../runs/config.js';
import { fileName } from '../corpus-name.js';
import type { ModelFile } from '../../runs/checkpoint.js';
import type { SubjectOptions } from '../material.js';
import { readBytes, readText } from './read-text.js';

/**
 * Files as a model reads them, in constant memory, in the encoding of its training unless another is given. A model of
 * bytes reads bytes, whatever the encoding.
 */
export function namedText(
  files: readonly string[],
  { file, snapshot: { training, vocabulary } }: ModelFile,
  { encoding = encodingOf(training, file), watch, ...how }: SubjectOptions,
): InspectedData {
  const reading = { ...how, encoding, signal: watch.signal };
  const chunks = vocabulary.tokens === 'bytes' ? readBytes(files, reading) : readText(files, reading);
  return { source: { name: files.map(fileName).join(', '), chunks } };
}
