import { expect } from 'chai';
import { layOut } from '../../../src/cli/terminal/bar.js';

const words = [
  'epoch 12.3',
  'loss 1.234',
  'validation 1.345',
  '3m 12s left',
  '1,234,567 chars/s',
  'step 123,456',
];

describe('the progress bar', () => {
  for (const width of [20, 24, 40, 60, 79, 80, 100, 200]) {
    it(`is there on ${width} columns, with the words that fit`, () => {
      const { bar, rest, text } = layOut(0.5, words, width);
      expect(bar.length + rest.length).to.be.within(8, 30);
      expect(bar.length + rest.length + 2 + text.length).to.be.at.most(width);
      expect(words.join('  ').startsWith(text)).to.equal(true);
    });
  }

  it('shows loss, validation loss and time left on 80 columns', () => {
    expect(layOut(0.5, words, 79).text).to.include('validation 1.345  3m 12s left');
  });

  it('is half full at half of the work, and absent where there is no end', () => {
    expect(layOut(0.5, [], 40)).to.deep.equal({ bar: '━'.repeat(15), rest: '─'.repeat(15), text: '' });
    expect(layOut(NaN, words, 80).bar).to.equal('');
  });
});
