import { resolve } from 'node:path';
import { count, many } from '../../core/format.js';
import { languageData } from '../../tasks/language.js';
import { unitsOf } from '../../tasks/units.js';
import type { Material } from '../material.js';
import { openCorpus } from './corpus.js';

/** Texts: one file or many, of characters or bytes. Whatever is no other material is a text. */
export const text: Material = {
  name: 'text',
  accepts: () => true,
  isOf: () => true,
  async open(request, { vocabulary, workDirectory, watch, asBefore }) {
    const { files, ...reading } = request;
    const known = vocabulary && { vocabulary, unknown: 'skip' as const };
    const corpus = await openCorpus(files, {
      ...reading,
      ...known,
      workDirectory,
      asBefore,
      signal: watch.signal,
    });
    const { name, characters, digest, skipped, close } = corpus;
    const paths = files.map((file) => (file === '-' ? file : resolve(file)));
    return {
      ...{ name, files: corpus.files, vocabulary: corpus.vocabulary, skipped, notes: [], close },
      origin: { ...request, files: paths, characters, digest },
      facts: ({ characters, vocabulary }) => [
        [
          'corpus',
          `${name}: ${many(characters, unitsOf(corpus.vocabulary).prediction)}, V = ${count(vocabulary)}`,
        ],
      ],
      complete: (options) => options,
      data: (options) => languageData(corpus.source, options),
    };
  },
};
