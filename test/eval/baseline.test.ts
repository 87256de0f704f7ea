import { expect } from 'chai';
import { bestLevel, measureBaseline } from '../../src/eval/baseline.js';
import { arraySource } from '../../src/text/id-source.js';

const source = (text: string) => arraySource([...text].map((c) => 'ab'.indexOf(c)));

describe('measureBaseline', () => {
  it('is exact on a text whose answer is computed by hand', async () => {
    // the probabilities of abba after training on aabab: see kneser-ney.test.ts
    const { levels, characters } = await measureBaseline(source('aabab'), source('abba'), {
      symbols: 2,
      maxContext: 1,
    });
    const mean = (...p: number[]) => -p.reduce((sum, x) => sum + Math.log(x), 0) / p.length;
    expect(characters).equal(4);
    expect(levels[0]!.loss).closeTo(mean(0.55, 0.45, 0.45, 0.55), 1e-15);
    expect(levels[1]!.loss).closeTo(mean(0.8125, 1 / 3 + 0.375 / 2, 0.1875, 0.8125), 1e-15);
  });

  it('can leave out the first symbol, which a network cannot predict', async () => {
    const options = { symbols: 2, maxContext: 0, first: 1 };
    const { levels, characters } = await measureBaseline(source('aabab'), source('abba'), options);
    expect(characters).equal(3);
    expect(levels[0]!.loss).closeTo(-(Math.log(0.45) * 2 + Math.log(0.55)) / 3, 1e-15);
  });

  it('gives the same figures for a test text taken in chunks', async () => {
    const train = source('abbabaabbaababba'.repeat(4));
    const test = source('babbaabab'.repeat(9));
    const whole = await measureBaseline(train, test, { symbols: 2 });
    // room for the training text and a chunk of some characters
    const chunks = await measureBaseline(train, test, { symbols: 2, memoryCap: 1400 });
    expect(chunks.trained).equal(whole.trained);
    whole.levels.forEach(({ loss }, n) => expect(chunks.levels[n]!.loss).closeTo(loss, 1e-12));
  });

  it('trains on the last characters that fit the memory limit, and reports how many', async () => {
    const test = source('abba');
    const capped = await measureBaseline(source('bbbbbbbbbbbbbbbbaabab'), test, {
      symbols: 2,
      memoryCap: 100,
    });
    expect([capped.trained, capped.available]).deep.equal([5, 21]);
    const whole = await measureBaseline(source('aabab'), test, { symbols: 2 });
    expect(capped.levels).deep.equal(whole.levels);
  });

  it('finds its best level', () => {
    const levels = [2, 1, 1.5].map((loss, context) => ({ context, loss }));
    expect(bestLevel({ levels }).context).equal(1);
  });
});
