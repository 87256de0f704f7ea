import { expect } from 'chai';
import { bestLevel, measureBaseline } from '../../src/eval/baseline.js';
import { inWords } from '../../src/page/panels/comparison.js';
import { quick } from '../../src/page/quick.js';
import { corpusFromText } from '../../src/text/corpus.js';
import { sliceSource } from '../../src/text/id-source.js';
import { quotedLines } from '../inspect/networks/hand-built.js';
import { giveText, stepTo, usePlay } from './open-page.js';

describe('page/panels/comparison', () => {
  it('says a loss as a choice among equally likely characters', () => {
    const baselines = {
      guessing: Math.log(65),
      counting: 3.3,
      ngram: { context: 4, loss: Math.log(5.1) },
    };
    expect(inWords(Math.log(4.6), true, null)).to.equal(
      'On held-out text it is as sure as if it chose among 4.6 characters.',
    );
    expect(inWords(Math.log(4.6), false, baselines)).to.equal(
      'On the text it learns it is as sure as if it chose among 4.6 characters; counting what follows 4 characters, ' +
        'among 5.1; guessing, among 65.',
    );
  });
});

describe('what play.html compares a loss with', function () {
  const open = usePlay();

  it('is what the n-gram models of eval reach on the same part of the text', async () => {
    const text = quotedLines(200);
    const { page } = open;
    await giveText(page, text);
    await page.fill('#hidden', '8');
    await stepTo(page, 1);
    const { vocabulary, source } = corpusFromText(text);
    const [n, { validation, test }] = [source.length, quick.split];
    const heldOut = n - Math.floor(n * validation) - Math.floor(n * test);
    const baseline = await measureBaseline(
      sliceSource(source, 0, heldOut),
      sliceSource(source, heldOut, n - Math.floor(n * test)),
      { symbols: vocabulary.size, maxContext: 7, first: 1 },
    );
    const { context, loss } = bestLevel(baseline);
    const expected = inWords(0, false, {
      guessing: Math.log(vocabulary.size),
      counting: 0,
      ngram: { context, loss },
    });
    await page.waitForFunction(
      (end) => document.getElementById('loss-words')!.textContent!.endsWith(end),
      expected.slice(expected.indexOf(';')),
    );
  });
});
