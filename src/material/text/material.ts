import { resolve } from 'node:path';
import { userError } from '../../core/errors.js';
import { count, many } from '../../core/format.js';
import { textParts, type OwnParts } from '../../data/splits.js';
import { languageData } from '../../tasks/language.js';
import { pathsOf, readOwnFiles, sizesOf, withOwnShares } from '../../runs/own-files.js';
import { unitsOf } from '../../tasks/units.js';
import { sliceSource, type IdSource } from '../../text/id-source.js';
import { textOf } from '../../text/read-symbols.js';
import type { Vocabulary } from '../../text/vocabulary.js';
import { fileName } from '../corpus-name.js';
import { ownFacts, type Material, type Opened, type OpenOptions, type PartName } from '../material.js';
import type { DataRequest } from '../request.js';
import { openCorpus } from './corpus.js';
import { textKind } from './kind.js';
import { notesOnEnd } from './held-out.js';
import { openLines } from './lines.js';
import { blockLosses, eachLine, eachTail } from './losses.js';
import { readBytes, readText } from './read-text.js';
import { openTextFor, scoreText } from './score.js';
import { namedText } from './subject.js';

/** A text that is open: its parts can be read again. */
export interface OpenedText extends Opened {
  /** The symbols of a part. Throws data/streams where a part is no stretch of the text. */
  part(name: PartName): IdSource;
  /**
   * The same part as it stands in the files, in pieces, with the characters that are too rare to be symbols; bytes where
   * the symbols are bytes.
   */
  pieces(name: PartName): AsyncIterable<string | Uint8Array>;
}

/** Texts: one file or many, of characters or bytes. Whatever is no other material is a text. */
export const text: Material<OpenedText, IdSource> = {
  ...textKind,
  async open(request, how) {
    const { vocabulary, workDirectory, watch } = how;
    const { files, own, ...reading } = request;
    const ownPaths = pathsOf(own);
    const known = vocabulary && { vocabulary, unknown: 'skip' as const };
    const { signal } = watch;
    const corpus = await openCorpus(files, { ...reading, ...known, own: ownPaths, workDirectory, signal });
    const { name, source, characters, digest, skipped, close } = corpus;
    const { check } = watch;
    const origin = {
      ...request,
      files: files.map((file) => (file === '-' ? file : resolve(file))),
      ...(own && { own: readOwnFiles(own, corpus.ownSizes) }),
      characters,
      digest,
    };
    const parts = sizesOf(origin.own);
    const { ends } = corpus;
    const divided = { file: corpus.files.join(', '), options: how.options, ends, own: parts, check };
    const lines = request.lines ? openLines(source, corpus.vocabulary, divided) : undefined;
    const placeOf = (part: PartName) => stretch(part, { characters, name, parts }, how.options.split);
    const pieces = (part: PartName) =>
      lines
        ? decoded(lines.part(part), corpus.vocabulary)
        : cut(piecesOf([...files, ...ownPaths], request, how), ...placeOf(part));
    const { prediction } = unitsOf(corpus.vocabulary);
    return {
      name,
      files: corpus.files,
      vocabulary: corpus.vocabulary,
      skipped,
      close,
      notes: lines?.notes ?? (own ? [] : notesOnEnd(source, corpus.vocabulary, how.options)),
      origin,
      facts: ({ characters, vocabulary }) => [
        ['corpus', `${name}: ${many(characters, prediction)}, V = ${count(vocabulary)}`],
        ...ownFacts(own, parts, prediction),
        ...(lines ? [['lines', `${count(lines.count)}, each an example`] as const] : []),
      ],
      complete: (options) => withOwnShares(options, origin.own, characters),
      data: (options) => lines?.data(options) ?? languageData(source, { ...options, own: parts }),
      part: (part) => lines?.part(part) ?? sliceSource(source, ...placeOf(part)),
      testLosses(snapshot, test) {
        if (lines) return blockLosses(snapshot, eachLine(lines.part('test'), corpus.vocabulary), test);
        const isEnd = how.options.split.layout === 'contiguous';
        const part = isEnd
          ? { source: sliceSource(source, ...placeOf('test')) }
          : eachTail(source, test.options);
        return blockLosses(snapshot, part, test);
      },
      pieces,
      subject(part) {
        const name = `${origin.files.map(fileName).join(', ')} (${part} part)`;
        return { source: { name, chunks: pieces(part) } };
      },
    };
  },
  openFor: openTextFor,
  score: scoreText,
  subject: (files, model, how) => Promise.resolve(namedText(files, model, how)),
};

/** Symbols in pieces: texts, or bytes where the symbols are bytes. */
async function* decoded(source: IdSource, vocabulary: Vocabulary): AsyncGenerator<string | Uint8Array> {
  if (vocabulary.tokens === 'chars') return yield* textOf(source, vocabulary);
  const bytes = new Int32Array(source.length);
  source.read(0, bytes);
  yield Uint8Array.from(bytes);
}

/** Where a part begins and ends. */
function stretch(
  part: PartName,
  {
    characters,
    name,
    parts,
  }: { readonly characters: number; readonly name: string; readonly parts: OwnParts },
  split: OpenOptions['options']['split'],
): readonly [from: number, to: number] {
  if (part === 'all') return [0, characters];
  // with `streams` the tail of each batch row is held out: the text has no stretch that was not trained on
  if (split.layout === 'streams') throw userError('data/streams', { name, part });
  return textParts(characters, split, parts)[part];
}

function piecesOf(files: readonly string[], reading: DataRequest, { watch }: OpenOptions) {
  const options = { ...reading, signal: watch.signal };
  return reading.tokens === 'bytes' ? readBytes(files, options) : readText(files, options);
}

/** The symbols [from, to) of a text in pieces: bytes, or characters. */
async function* cut(
  pieces: AsyncIterable<string | Uint8Array>,
  from: number,
  to: number,
): AsyncGenerator<string | Uint8Array> {
  let at = 0;
  for await (const piece of pieces) {
    const symbols = typeof piece === 'string' ? Array.from(piece) : piece;
    const [start, end] = [Math.max(0, from - at), Math.max(0, to - at)];
    yield typeof symbols === 'string' || Array.isArray(symbols)
      ? symbols.slice(start, end).join('')
      : symbols.subarray(start, end);
    at += symbols.length;
    if (at >= to) return;
  }
}
