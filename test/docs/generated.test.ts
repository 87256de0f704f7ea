import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { errorsMarkdown } from '../../docs/errors.js';
import { flagsMarkdown } from '../../docs/flags.js';
import { manPage } from '../../docs/man.js';

const read = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

describe('the pages made from the source are current (else: npm run docs)', () => {
  it('docs/flags.md', () => expect(read('flags.md')).to.equal(flagsMarkdown()));
  it('docs/char-rnn.1', () => expect(read('char-rnn.1')).to.equal(manPage()));
  it('docs/errors.md', () => expect(read('errors.md')).to.equal(errorsMarkdown()));
});
