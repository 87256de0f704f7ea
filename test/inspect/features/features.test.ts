import { expect } from 'chai';
import fc from 'fast-check';
import { library, regexFeature, type ReadyFeature } from '../../../src/inspect/features/index.js';
import { labelFeatures } from '../../../src/inspect/features/labels.js';
import { tableRows } from '../../../src/material/table/rows.js';

/** The values of the library's feature of that name on a text. */
function valuesOf(name: string, text: string): number[] {
  const feature = library.find((candidate) => candidate.name === name)!;
  return Array.from(feature.values(codes(text)));
}

const codes = (text: string): Int32Array => Int32Array.from(Array.from(text), (c) => c.codePointAt(0)!);

/** Whether a binary feature is on after each character, drawn beneath the text. */
const marks = (name: string, text: string): string =>
  valuesOf(name, text)
    .map((v) => (v ? '#' : '.'))
    .join('');

describe('features of a text', () => {
  const drawings: [name: string, text: string, expected: string][] = [
    ['double-quotes', 'He said "no" to', '........###....'],
    ['double-quotes', 'a “b c” d', '..####...'],
    ['single-quotes', "don't 'go on' x", '......######...'],
    ['parentheses', 'f(a(b)c) d)', '.######....'],
    ['square-brackets', 'a[1] b', '.##...'],
    ['braces', '{ {x} } y', '######...'],
    ['line-comment', 'a // b c\nd', '...#####..'],
    ['line-comment', '"//" // x', '......###'],
    ['hash-comment', 'x # y "\n#z', '..#####.##'],
    ['hash-comment', 'a#b "#c"', '........'],
    ['block-comment', 'a /* b */ c', '...#####...'],
    ['block-comment', '/*/ x */y', '.######..'],
    ['string', 'x = "a\\"b" + \'c\'', '....#####....##.'],
    ['string', "it's\nok", '..##...'],
    ['if-condition', 'if (a(b)) c(d)', '...#####......'],
    ['if-condition', 'elif (a) if x (b)', '.................'],
    ['leading-space', 'a\n  b c', '.###...'],
    ['capitalized', 'the Old man', '....###....'],
    ['all-caps', 'A USA Usa U2B', '...##.......#'],
    ['after-full-stop', 'a. B c', '.##...'],
    ['digits', 'a 1,024. b', '..#####...'],
    ['url', 'see https://x.org/a?b ok', '....#################...'],
    ['vowel', 'hello', '.#..#'],
    ['whitespace', 'a b\n', '.#.#'],
    ['letter', 'aB1-é', '##..#'],
    ['lower-case', 'aB1-', '#...'],
    ['upper-case', 'aB1-', '.#..'],
    ['digit', 'aB1-', '..#.'],
    ['punctuation', 'aB1- ', '...#.'],
  ];
  for (const [name, text, expected] of drawings) {
    it(`${name} in ${JSON.stringify(text)}`, () => expect(marks(name, text)).to.equal(expected));
  }

  it('counts the depth of all brackets together, and ignores one that closes nothing', () => {
    expect(valuesOf('depth', ')([{}])')).to.deep.equal([0, 1, 2, 3, 2, 1, 0]);
  });

  it('counts along a line, back from its end, and as a share of it', () => {
    expect(valuesOf('line-length', 'ab\nc\n\n')).to.deep.equal([1, 2, 0, 1, 0, 0]);
    expect(valuesOf('line-end', 'ab\nc\n\n')).to.deep.equal([1, 0, 1, 0, 0, 0]);
    expect(valuesOf('line-position', 'abcd\n\nx')).to.deep.equal([0.25, 0.5, 0.75, 1, 0, 0, 1]);
  });

  it('keeps the indentation for the whole line', () => {
    expect(valuesOf('indentation', '  a b\n\tc\nd')).to.deep.equal([1, 2, 2, 2, 2, 0, 4, 4, 0, 0]);
  });

  it('counts along a word, and as a share of it', () => {
    expect(valuesOf('word-length', 'ab_1 c')).to.deep.equal([1, 2, 3, 4, 0, 1]);
    expect(valuesOf('word-position', 'ab_1 c')).to.deep.equal([0.25, 0.5, 0.75, 1, 0, 1]);
  });

  it('ends a quotation with a blank line, for speeches that are opened anew in each paragraph', () => {
    expect(marks('double-quotes', '"a\n\nb "c" d')).to.equal('###...##...');
  });

  it('finds matches of a regular expression, characters beyond 16 bits counting as one', () => {
    const feature = regexFeature('whale', 'in a whale', /wh\w+/);
    const values = Array.from(feature.values(codes('🐋 whale, wh 🐋🐋 white')));
    expect(values.map((v) => (v ? '#' : '.')).join('')).to.equal('..#####........#####');
  });
});

describe('every feature of the library', () => {
  const anyText = fc.string({
    unit: fc.constantFrom(...'ab1_ \n\t"\'()[]{}/*#.!AZé“”🐋\\if'),
    maxLength: 200,
  });
  for (const feature of library) {
    it(`${feature.name} gives one ${feature.kind} value per character of any text`, () => {
      fc.assert(
        fc.property(anyText, (text) => wellFormed(feature, text)),
        { numRuns: 50 },
      );
    });
  }

  it('has a name of its own', () => {
    expect(new Set(library.map(({ name }) => name)).size).to.equal(library.length);
  });

  function wellFormed(feature: ReadyFeature, text: string): boolean {
    const values = feature.values(codes(text));
    const fits = (v: number): boolean => (feature.kind === 'binary' ? v === 0 || v === 1 : v >= 0);
    return values.length === Array.from(text).length && values.every(fits);
  }
});

describe('labels from a CSV', () => {
  const file = 'l.csv';
  const labelsOf = (csv: string, most = 1000) => {
    const text = (async function* () {
      yield csv;
    })();
    return labelFeatures(tableRows(text, { file, delimiter: ',', quoted: true }), { file, most });
  };

  it('are binary when all are 0 or 1, else graded, and leave out position and char', async () => {
    const [inside, depth] = await labelsOf('position,char,inside,depth\n0,",",1,2.5\n1,b,0,1\n');
    expect(inside).to.include({ name: 'inside', kind: 'binary' });
    expect(depth).to.include({ name: 'depth', kind: 'graded' });
    expect(Array.from(depth!.values(codes('xy')))).to.deep.equal([0.75, -0.75]);
  });

  it('keep the differences between large numbers: the mean is subtracted in 64 bits', async () => {
    const [time] = await labelsOf('time\n1700000000\n1700000001\n1700000002.5\n');
    const [a, b, c] = time!.values(codes('xyz'));
    expect([b! - a!, c! - b!].map((d) => +d.toFixed(5))).to.deep.equal([1, 1.5]);
  });

  it('are refused when their number is not that of the characters, or one is not a number', async () => {
    await fails(
      labelsOf('a\n1\n').then(([feature]) => feature!.values(new Int32Array(2))),
      /labels\/length: file = l\.csv, rows = 1, characters = 2/,
    );
    await fails(labelsOf('a\n1\nx\n'), /row = 3, column = a, value = x/);
    const beyond = labelsOf(`a\n${'1\n'.repeat(5000)}`, 10);
    await fails(
      beyond.then(([feature]) => feature!.values(new Int32Array(10))),
      /rows = 5000, characters = 10/,
    );
  });

  async function fails(promise: Promise<unknown>, message: RegExp): Promise<void> {
    const error = await promise.then(
      () => null,
      (reason: Error) => reason,
    );
    expect(error?.message).to.match(message);
  }
});
