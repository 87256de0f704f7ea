import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Material } from '../../src/material/material.js';
import { text, type OpenedText } from '../../src/material/text/material.js';
import { languageData } from '../../src/tasks/language.js';
import { corpusFromText } from '../../src/text/corpus.js';

/**
 * A material that src does not know: a file with a number N, from which the text `1 2 3 ... N` is learned. Other texts are
 * read for its models as for those of a text.
 */
export const counting: Material = {
  ...(text as Material),
  name: 'counting',
  accepts: ({ files }) => files.every((file) => file.endsWith('.count')),
  open(request): Promise<Pick<OpenedText, Exclude<keyof OpenedText, 'part' | 'pieces'>>> {
    const [file] = request.files as [string];
    const written = readFileSync(file, 'utf8');
    const numbers = Array.from({ length: Number(written) }, (_, i) => i + 1).join(' ');
    const { vocabulary, source } = corpusFromText(numbers);
    const digest = createHash('sha256').update(written).digest('hex');
    return Promise.resolve({
      name: 'counting',
      files: request.files,
      origin: { ...request, files: [resolve(file)], characters: source.length, digest },
      vocabulary,
      notes: [`counts to ${Number(written)}`],
      facts: () => [['numbers', `1 to ${Number(written)}`]],
      complete: (options) => options,
      data: (options) => languageData(source, options),
      close() {},
    });
  },
};
