import { resolve } from 'node:path';
import type { Corpus } from '../../material/text/corpus.js';
import type { CorpusOrigin } from '../../runs/config.js';
import { languageData } from '../../tasks/language.js';
import type { TrainingSource } from './training-source.js';

/** A text that was read as `origin` says. */
export function textSource(
  corpus: Corpus,
  origin: Omit<CorpusOrigin, 'characters' | 'digest'>,
): TrainingSource {
  const { name, vocabulary, characters, digest, skipped, close } = corpus;
  const paths = origin.files.map((file) => (file === '-' ? file : resolve(file)));
  return {
    ...{ name, vocabulary, skipped, close, notes: [], files: corpus.files },
    origin: { ...origin, files: paths, characters, digest },
    data: (options) => languageData(corpus.source, options),
  };
}
