import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { problem } from '../../core/errors.js';
import type { Snapshot } from '../../core/snapshot.js';
import { parseRunConfig } from '../../files/run-config.js';
import { readText } from '../../files/read-text.js';

/** A text to look at: its name, and its pieces in order. */
export interface Source {
  readonly name: string;
  readonly chunks: AsyncIterable<string>;
}

/** The files that were named, or else the part of its own corpus on which the model was validated. */
export function sourceOf(files: readonly string[], model: string, snapshot: Snapshot): Source {
  if (files.length > 0) return { name: files.map(nameOf).join(', '), chunks: readText(files) };
  if (snapshot.training === undefined) throw problem('inspect/text', { model });
  const { options, environment } = snapshot.training;
  const config = parseRunConfig({ options, environment }, model);
  const { corpus } = config.environment;
  const { split } = config.options;
  const gone = corpus.files.find((file) => file === '-' || !existsSync(file));
  if (gone !== undefined || split.validation === 0) throw problem('inspect/text', { model });
  const from = Math.floor(corpus.characters * (1 - split.validation - split.test));
  const to = Math.floor(corpus.characters * (1 - split.test));
  const { include, encoding } = corpus;
  return {
    name: `${corpus.files.map(nameOf).join(', ')} (validation part)`,
    chunks: part(readText(corpus.files, { include, encoding }), from, to),
  };
}

const nameOf = (file: string): string => (file === '-' ? 'stdin' : basename(file));

/** The characters [from, to) of a text in pieces. */
async function* part(chunks: AsyncIterable<string>, from: number, to: number): AsyncGenerator<string> {
  let at = 0;
  for await (const chunk of chunks) {
    if (at >= to) return;
    const characters = Array.from(chunk);
    const piece = characters.slice(Math.max(0, from - at), Math.max(0, to - at)).join('');
    at += characters.length;
    if (piece !== '') yield piece;
  }
}
