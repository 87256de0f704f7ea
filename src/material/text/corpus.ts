import { corpusName } from '../corpus-name.js';
import { tmpdir } from 'node:os';
import { userError } from '../../core/errors.js';
import { createSymbolCounter } from '../../text/count.js';
import { nameSymbol } from '../../text/code-points.js';
import { createVocabulary, type Vocabulary } from '../../text/vocabulary.js';
import { spool, type ByteSource } from '../../disk/byte-source.js';
import type { Skipped } from './corpus-files.js';
import { createIdFile, MAX_SYMBOLS, type IdFile } from '../../disk/id-file.js';
import { bytesOf, filesOf, openSource, textOf, type ReadOptions } from './read-text.js';
import { tokenize } from './tokenize.js';

/** A text on the disk, ready to be trained on or evaluated. */
export interface Corpus {
  /** The names of the given files and directories, without extensions; of many, the first. */
  readonly name: string;
  readonly files: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly source: IdFile;
  /** Symbols in all: code points, or bytes. */
  readonly characters: number;
  /** Where each file ends, in symbols. */
  readonly ends: readonly number[];
  /** Symbols of each of the paths `own`. */
  readonly ownSizes: readonly number[];
  /** `bytes:` and the SHA-256 of its bytes, by which a resumed run detects a changed text. */
  readonly digest: string;
  /** Files of directories that are not text. */
  readonly skipped: readonly Skipped[];
  /** Characters that a given vocabulary lacks. */
  readonly unknown: number;
  /** Removes the temporary id file. */
  close(): void;
}

export interface CorpusOptions extends ReadOptions {
  readonly tokens?: 'chars' | 'bytes' | undefined;
  /** Characters that occur less often become U+FFFD; default 1. */
  readonly minCount?: number | undefined;
  /** A model's vocabulary, used in place of the text's own; `tokens` and `minCount` are then ignored. */
  readonly vocabulary?: Vocabulary | undefined;
  /**
   * With a given vocabulary, a character it lacks becomes U+FFFD where that is a symbol; where not, it is an error
   * (the default) or is left out.
   */
  readonly unknown?: 'error' | 'skip' | undefined;
  /** Directory of the temporary id file; default: that of the system. */
  readonly workDirectory?: string | undefined;
  /** Paths that are read after the others, each a part of its own. */
  readonly own?: readonly string[] | undefined;
}

/**
 * Reads a text of any size in constant memory: once to count its characters, where the vocabulary is not given, and
 * once to write their ids to a temporary file. Throws corpus/*, disk/*.
 */
export async function openCorpus(paths: readonly string[], options: CorpusOptions = {}): Promise<Corpus> {
  const tokens = options.vocabulary?.tokens ?? options.tokens;
  const { own = [] } = options;
  const groups: Awaited<ReturnType<typeof filesOf>>[] = [];
  for (const group of [paths, ...own.map((path) => [path])])
    groups.push(await filesOf(group, { ...options, tokens }));
  const files = groups.flatMap((group) => group.files);
  const skipped = groups.flatMap((group) => group.skipped);
  const directory = options.workDirectory ?? tmpdir();
  const sources: ByteSource[] = [];
  try {
    const twice = options.vocabulary === undefined && options.tokens !== 'bytes';
    for (const file of files) {
      const source = await openSource(file, options);
      sources.push(
        twice && !source.again ? await spool(source.name, bytesOf(source, options), directory) : source,
      );
    }
    const vocabulary = options.vocabulary ?? (await ownVocabulary(sources, options));
    const { source, ends, unknown, digest } = await tokenize(
      sources,
      vocabulary,
      createIdFile(directory, vocabulary.size),
      options,
    );
    checkSize(source, unknown, files);
    let read = 0;
    const groupEnds = groups.map((group) => ends[(read += group.files.length) - 1]!);
    const ownSizes = own.map((_, n) => groupEnds[n + 1]! - groupEnds[n]!);
    const short = own.find((_, n) => ownSizes[n]! < 2);
    if (short !== undefined) {
      source.close();
      throw userError('corpus/short', { file: short });
    }
    return {
      name: corpusNames(paths),
      files,
      vocabulary,
      source,
      characters: source.length,
      ends,
      ownSizes,
      digest,
      unknown,
      skipped,
      close: () => source.close(),
    };
  } finally {
    for (const source of sources) source.close();
  }
}

async function ownVocabulary(sources: readonly ByteSource[], options: CorpusOptions): Promise<Vocabulary> {
  if (options.tokens === 'bytes') return createVocabulary({ tokens: 'bytes', symbols: [] });
  const counter = createSymbolCounter();
  for (const source of sources) {
    for await (const text of textOf(source, options)) counter.add(text);
  }
  const vocabulary = createVocabulary(counter.vocabulary(options.minCount ?? 1));
  const file = sources.map((source) => source.name).join(', ');
  if (vocabulary.size === 0) throw userError('corpus/empty', { file });
  if (vocabulary.size === 1) {
    throw userError('corpus/one-symbol', { file, character: nameSymbol(vocabulary.symbols[0]!) });
  }
  if (vocabulary.size > MAX_SYMBOLS) {
    throw userError('corpus/symbols', { file, count: vocabulary.size, most: MAX_SYMBOLS });
  }
  return vocabulary;
}

function checkSize(source: IdFile, unknown: number, files: readonly string[]): void {
  if (source.length >= 2) return;
  source.close();
  const file = files.join(', ');
  if (unknown > 0) throw userError('corpus/foreign', { file, unknown });
  throw userError(source.length === 0 ? 'corpus/empty' : 'corpus/short', { file });
}

/** `a, b`, or of more than three `a, b and 7 more`. */
function corpusNames(paths: readonly string[]): string {
  const names = paths.map(corpusName);
  return names.length <= 3 ? names.join(', ') : `${names[0]}, ${names[1]} and ${names.length - 2} more`;
}
