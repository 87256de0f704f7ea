import { expect } from 'chai';
import { nestedText } from '../../corpora/nested.js';

const { text, truth } = nestedText(50_000, 7);

/** The values of `name`, read off the text by a rule as simple as can be. */
function expectTruth(name: keyof typeof truth, rule: (before: string, char: string) => number): void {
  let before = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (rule(before, char) !== truth[name][i]) {
      expect.fail(`${name} at ${i}: ${JSON.stringify(text.slice(Math.max(0, i - 60), i + 1))}`);
    }
    // no rule looks back further than this
    before = (before + char).slice(-2000);
  }
}

describe('the nested language', () => {
  it('is exactly as long as requested, in ASCII, and the same for the same seed', () => {
    expect(text).to.have.length(50_000);
    expect(text).to.match(/^[\n -~]*$/);
    expect(nestedText(50_000, 7).text).to.equal(text);
    expect(nestedText(50_000, 8).text).to.not.equal(text);
    expect(nestedText(3, 7).text).to.equal(text.slice(0, 3));
  });

  it('holds every feature, none of them always', () => {
    for (const [name, values] of Object.entries(truth)) {
      expect(values.length, name).to.equal(text.length);
      expect(new Set(values).size, name).to.be.greaterThan(1);
    }
  });

  it('knows its quotes', () => {
    let inside = 0;
    expectTruth('double-quotes', (_, char) => (char === '"' ? (inside = 1 - inside) : inside));
  });

  it('knows its brackets, their depth, and closes every one', () => {
    for (const [name, marks] of [
      ['parentheses', '()'],
      ['square-brackets', '[]'],
      ['braces', '{}'],
    ] as const) {
      let open = 0;
      expectTruth(name, (_, char) =>
        Math.min(1, (open += char === marks[0] ? 1 : char === marks[1] ? -1 : 0)),
      );
    }
    let depth = 0;
    expectTruth('depth', (_, char) => (depth += '([{'.includes(char) ? 1 : ')]}'.includes(char) ? -1 : 0));
  });

  it('knows its comments', () => {
    expectTruth('line-comment', (before, char) => Number(char !== '\n' && /\/\/[^\n]*$/.test(before + char)));
    expectTruth('hash-comment', (before, char) => Number(char !== '\n' && /#[^\n]*$/.test(before + char)));
    expectTruth('block-comment', (before, char) => Number(/\/\*(?:(?!\*\/)[\s\S])*$/.test(before + char)));
  });

  it('knows its lines and their indentation', () => {
    const line = (before: string, char: string) => (before + char).split('\n').at(-1)!;
    expectTruth('line-length', (before, char) => line(before, char).length);
    expectTruth('indentation', (before, char) => /^ */.exec(line(before, char))![0].length);
    expectTruth('leading-space', (before, char) => Number(/^ *$/.test(line(before, char))));
  });

  it('knows its conditions, capitals and digits', () => {
    let depth = 0;
    expectTruth('if-condition', (before, char) => {
      if (char === '(' && (depth > 0 || before.endsWith('if '))) depth++;
      else if (char === ')' && depth > 0) depth--;
      return Number(depth > 0);
    });
    expectTruth('capitalized', (before, char) => Number(/\b[A-Z][a-z]*$/.test(before + char)));
    expectTruth('digit', (_, char) => Number(/\d/.test(char)));
  });
});
