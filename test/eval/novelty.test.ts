import { expect } from 'chai';
import fc from 'fast-check';
import { measureNovelty } from '../../src/eval/novelty.js';

/** The same by String.includes. */
function bruteForce(sample: string, training: string, lengths: number[]) {
  const shares = lengths.map((length) => {
    const all = Array.from({ length: Math.max(0, sample.length - length + 1) }, (_, i) =>
      sample.slice(i, i + length),
    );
    const share = all.length === 0 ? null : all.filter((s) => !training.includes(s)).length / all.length;
    return { length, share };
  });
  let longestCopy = { text: '', at: 0 };
  for (let end = 1; end <= sample.length; end++)
    for (let at = 0; at < end; at++) {
      const text = sample.slice(at, end);
      if (text.length > longestCopy.text.length && training.includes(text)) longestCopy = { text, at };
    }
  return { characters: sample.length, shares, longestCopy };
}

describe('measureNovelty', () => {
  it('counts the substrings that do not occur in training, and finds the longest copy', async () => {
    // substrings of 3: "abc" old, "bcx", "cxa", "xab" new, "abc" old, "bcd" old: 3 of 6 are new
    const { shares, longestCopy } = await measureNovelty('abcxabcd', ['zzabcdef'], [3, 9]);
    expect(shares).deep.equal([
      { length: 3, share: 0.5 },
      { length: 9, share: null },
    ]);
    expect(longestCopy).deep.equal({ text: 'abcd', at: 4 });
  });

  it('agrees with a search by brute force, however the training text is cut into chunks', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, text, fc.nat(60), async (sample, training, cut) => {
        const lengths = [1, 2, 3, 5, 8, 13];
        const measured = await measureNovelty(sample, [training.slice(0, cut), training.slice(cut)], lengths);
        expect(measured).deep.equal(bruteForce(sample, training, lengths));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('counts characters, not UTF-16 halves', async () => {
    const { characters, longestCopy } = await measureNovelty('x🙂🙃y', ['🙂🙃']);
    expect(characters).equal(4);
    expect(longestCopy).deep.equal({ text: '🙂🙃', at: 1 });
  });

  it('finds nothing copied where nothing is shared', async () => {
    const { shares, longestCopy } = await measureNovelty('aaaaaa', ['bbb'], [5]);
    expect(shares[0]!.share).equal(1);
    expect(longestCopy.text).equal('');
  });
});
