import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { userError } from '../../core/errors.js';
import type { Snapshot } from '../../core/snapshot.js';
import { parseRunConfig, type RunConfig } from '../../runs/config.js';
import { refuseToOverwriteInputs } from '../../app/outputs.js';
import { filesOfCorpus } from '../../runs/origin.js';
import { readBytes, readText } from '../../material/text/read-text.js';
import { digestOfTexts } from '../../material/text/tokenize.js';
import type { DecodeOptions } from '../../text/decode-text.js';
import type { Encoding } from '../../text/encodings.js';
import type { TextSource } from '../../inspect/forward/text.js';
import { splitPoints } from '../../data/splits.js';

export const CHANGED =
  'the corpus has changed since the training: its validation part may hold text that was trained on\n';

/** The text of a model. */
export interface Source extends TextSource {
  /** Whether the files of the model's own corpus are no longer the ones it was trained on. */
  changed?(): Promise<boolean>;
}

export interface SourceOptions extends DecodeOptions {
  readonly encoding?: Encoding | undefined;
  readonly include: readonly string[];
  readonly exclude?: readonly string[] | undefined;
  readonly signal: AbortSignal;
  /** Values of flags, which are checked: an output must not be an input. */
  readonly outputs?: Readonly<Record<string, unknown>> | undefined;
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
  return { name: files.map(nameOf).join(', '), chunks: read(files, snapshot, { ...options, encoding }) };
}

/** A model of bytes reads bytes, whatever the encoding; any other reads characters. */
function read(files: readonly string[], { vocabulary }: Snapshot, options: SourceOptions): Chunks {
  return vocabulary.tokens === 'bytes' ? readBytes(files, options) : readText(files, options);
}

type Chunks = AsyncIterable<string | Uint8Array>;

/** How the model was trained; undefined for one that came with weights alone. */
function configOf({ training }: Snapshot, model: string): RunConfig | undefined {
  return training && parseRunConfig({ options: training.options, environment: training.environment }, model);
}

function validationText(
  config: RunConfig | undefined,
  model: string,
  snapshot: Snapshot,
  options: SourceOptions,
): Source {
  if (config === undefined) throw userError('inspect/text', { model });
  const origin = config.environment.corpus;
  const corpus = { ...origin, files: filesOfCorpus(origin, model) };
  const { split } = config.options;
  refuseToOverwriteInputs(options.outputs ?? {}, corpus.files);
  const gone = corpus.files.find((file) => file === '-' || !existsSync(file));
  if (gone !== undefined || split.validation === 0) throw userError('inspect/text', { model });
  const { validation: from, test: to } = splitPoints(corpus.characters, split);
  const { include, exclude } = corpus;
  const asBefore = options.encoding === corpus.encoding;
  const chunks = read(corpus.files, snapshot, { ...options, include, exclude, asBefore });
  return {
    name: `${corpus.files.map(nameOf).join(', ')} (validation part)`,
    chunks: part(chunks, from, to),
    changed: async () =>
      corpus.digest.startsWith('bytes:') &&
      corpus.digest !==
        (await digestOfTexts(corpus.files, {
          include,
          exclude,
          tokens: corpus.tokens,
          encoding: corpus.encoding,
          asBefore: true,
          signal: options.signal,
        })),
  };
}

const nameOf = (file: string): string => (file === '-' ? 'stdin' : basename(file));

/** The symbols [from, to) of a text in pieces: bytes, or characters. */
async function* part(chunks: Chunks, from: number, to: number): AsyncGenerator<string | Uint8Array> {
  let at = 0;
  for await (const chunk of chunks) {
    if (typeof chunk !== 'string') {
      yield chunk.subarray(Math.max(0, from - at), Math.max(0, to - at));
      at += chunk.length;
    } else {
      const symbols = Array.from(chunk);
      yield symbols.slice(Math.max(0, from - at), Math.max(0, to - at)).join('');
      at += symbols.length;
    }
    if (at >= to) return;
  }
}
