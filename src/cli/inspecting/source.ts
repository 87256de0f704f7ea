import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { userError } from '../../core/errors.js';
import type { Snapshot } from '../../core/snapshot.js';
import { parseRunConfig, type RunConfig } from '../../files/run-config.js';
import { filesOfCorpus } from '../../files/corpus-origin.js';
import { digestOfTexts } from '../../files/tokenize.js';
import { readText } from '../../files/read-text.js';
import type { Encoding } from '../../files/strict-decoder.js';
import { splitPoints } from '../../data/splits.js';

export const CHANGED =
  'the corpus has changed since the training: its validation part may hold text that was trained on\n';

/** A text to look at: its name, and its pieces in order. */
export interface Source {
  readonly name: string;
  readonly chunks: AsyncIterable<string>;
  /** Whether the files of the model's own corpus are no longer the ones it was trained on. */
  changed?(): Promise<boolean>;
}

export interface SourceOptions {
  readonly encoding?: Encoding | undefined;
  readonly include: readonly string[];
  readonly signal: AbortSignal;
}

/** The files that were named, or else the part of its own corpus on which the model was validated. */
export function sourceOf(
  files: readonly string[],
  model: string,
  snapshot: Snapshot,
  options: SourceOptions,
): Source {
  const config = configOf(snapshot, model);
  const encoding = options.encoding ?? config?.environment.corpus.encoding;
  if (files.length === 0) return validationText(config, model, snapshot, { ...options, encoding });
  return { name: files.map(nameOf).join(', '), chunks: readText(files, { ...options, encoding }) };
}

/** How the model was trained; undefined for one that came with weights alone. */
function configOf({ training }: Snapshot, model: string): RunConfig | undefined {
  return training && parseRunConfig({ options: training.options, environment: training.environment }, model);
}

function validationText(
  config: RunConfig | undefined,
  model: string,
  { vocabulary }: Snapshot,
  options: SourceOptions,
): Source {
  if (config === undefined) throw userError('inspect/text', { model });
  const origin = config.environment.corpus;
  const corpus = { ...origin, files: filesOfCorpus(origin, model) };
  const { split } = config.options;
  const gone = corpus.files.find((file) => file === '-' || !existsSync(file));
  if (gone !== undefined || split.validation === 0) throw userError('inspect/text', { model });
  const { validation: from, test: to } = splitPoints(corpus.characters, split);
  const chunks = readText(corpus.files, { ...options, include: corpus.include });
  const width = vocabulary.tokens === 'bytes' ? (char: string) => Buffer.byteLength(char) : () => 1;
  return {
    name: `${corpus.files.map(nameOf).join(', ')} (validation part)`,
    chunks: part(chunks, from, to, width),
    changed: async () =>
      corpus.digest.startsWith('bytes:') &&
      corpus.digest !==
        (await digestOfTexts(corpus.files, { include: corpus.include, signal: options.signal })),
  };
}

const nameOf = (file: string): string => (file === '-' ? 'stdin' : basename(file));

/** The symbols [from, to) of a text in pieces, where a character is `width` symbols. */
async function* part(
  chunks: AsyncIterable<string>,
  from: number,
  to: number,
  width: (char: string) => number,
): AsyncGenerator<string> {
  let at = 0;
  for await (const chunk of chunks) {
    let piece = '';
    for (const char of chunk) {
      if (at >= from && at < to) piece += char;
      at += width(char);
    }
    if (piece !== '') yield piece;
    if (at >= to) return;
  }
}
