import { expect } from 'chai';
import type { UserError } from '../../src/core/errors.js';
import { errorLine } from '../../src/core/wording/index.js';
import { encode } from '../../src/text/tokens.js';
import { createVocabulary } from '../../src/text/vocabulary.js';

describe('a character that the vocabulary does not know', () => {
  const lineOf = (text: string, symbols: string) => {
    try {
      encode(text, createVocabulary({ tokens: 'chars', symbols: [...symbols] }));
      return '';
    } catch (error) {
      return errorLine(error as UserError);
    }
  };

  it('is named with one that is written for it, where the vocabulary has that', () => {
    expect(lineOf("don't", 'dont’')).to.include('character 4').and.to.include("write '’' (U+2019) for it");
    expect(lineOf('don’t', "dont'")).to.include("write ''' (U+0027) for it");
    expect(lineOf('a—b', 'ab-')).to.include("write '-' (U+002D) for it");
    expect(lineOf('axb', 'ab-')).to.include('remove it, or pass --skip-unknown');
  });
});
