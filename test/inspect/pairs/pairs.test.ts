import { expect } from 'chai';
import { rank, scorePairs, wilson } from '../../../src/inspect/pairs/pairs.js';
import type { Pair } from '../../../src/inspect/pairs/report.js';
import type { LanguageModel } from '../../../src/model/language-model.js';
import { encode } from '../../../src/text/tokens.js';
import { pairsCsv, pairsOf } from '../../../corpora/pairs.js';
import { knowQuotes, letters, subjectOf, textOf } from '../networks/hand-built.js';

/** ln p of a continuation, symbol by symbol, in float64. */
function logOf(model: LanguageModel, context: string, continuation: string): number {
  const ids = encode(`\n${context}${continuation}`, letters);
  const state = model.createState();
  const x = model.createInput();
  const V = letters.size;
  let sum = 0;
  for (let i = 0; i + 1 < ids.length; i++) {
    x[0] = ids[i]!;
    const logits = Array.from(model.forward(x, state, { T: 1 }).data.subarray(0, V));
    if (i < context.length) continue;
    const largest = Math.max(...logits);
    sum += logits[ids[i + 1]!]! - largest - Math.log(logits.reduce((s, v) => s + Math.exp(v - largest), 0));
  }
  return sum;
}

describe('pairs of continuations', () => {
  const pairs: Pair[] = [
    ...['ab', 'a "cd" e', '', 'hh hh hh hh hh hh hh hh hh hh hh hh hh hh'].map((context) => ({
      kind: 'outside',
      context,
      right: '\na',
      wrong: '"b',
    })),
    ...['"ab', 'a "cd', 'c "d" "e'].map((context) => ({ kind: 'inside', context, right: '"', wrong: '\nb' })),
  ];

  it('differ by what the network gives them, whatever their lengths', async () => {
    const { text: _, ...subject } = subjectOf(await textOf(''), knowQuotes);
    const report = await scorePairs(subject, letters, { name: 'test', pairs, states: ['c'] });
    report.pairs.forEach(({ context, right, wrong, difference }) => {
      const expected = logOf(subject.model, context, right) - logOf(subject.model, context, wrong);
      expect(difference, JSON.stringify(context)).closeTo(expected, 1e-4);
    });
    const right = report.pairs.filter(({ difference }) => difference > 0).length;
    expect(report.accuracy).equal(right / pairs.length);
    expect(report.kinds.map(({ kind, pairs }) => [kind, pairs])).deep.equal([
      ['outside', 4],
      ['inside', 3],
    ]);
  });

  it('rest on the cell that was built for them', async () => {
    const { text: _, ...subject } = subjectOf(await textOf(''), knowQuotes);
    const many = Array.from({ length: 40 }, (_, i) => {
      const word = 'abcdefgh'.slice(0, 1 + (i % 8));
      // this network expects a quotation mark inside quotes and a line break nowhere
      return {
        kind: 'quotes',
        context: `${word} "${word} `.repeat(1 + (i % 2) * 2),
        right: '"',
        wrong: '\n',
      };
    });
    const { cells } = await scorePairs(subject, letters, { name: 'test', pairs: many, states: ['h', 'c'] });
    expect(cells.slice(0, 2).map(({ cell }) => cell)).have.members(['1:5:h', '1:5:c']);
    expect(cells[0]!.interval.low).above(0.1);
    // the decoder reads no other cell
    for (const { cost } of cells.slice(2)) expect(Math.abs(cost)).below(1e-4);
  });

  it('rank cells on every other pair, and measure them on the rest', () => {
    const intact = Float64Array.from([1, 1, 1, 1]);
    // lost on the first and third pair: 2 and 0; on the others: 0 and 3
    const [a, b] = [Float64Array.from([-1, 1, -1, 1]), Float64Array.from([1, -2, 1, -2])];
    const [first, second] = rank(intact, [a, b]);
    expect(first).deep.equal({ index: 0, cost: 0, interval: { low: 0, high: 0 }, accuracy: 1 });
    expect(second).deep.equal({ index: 1, cost: 3, interval: { low: 3, high: 3 }, accuracy: 0 });
    const [spread] = rank(intact, [Float64Array.from([0, 0, 0, -2])]);
    // 1 and 3: mean 2, deviation √2, standard error 1
    expect(spread!.interval.low).closeTo(2 - 1.96, 1e-3);
  });

  it("have Wilson's interval", () => {
    // Brown, Cai & DasGupta 2001; R: prop.test(8, 10, correct = FALSE)
    expect(wilson(8, 10).low).closeTo(0.4901625, 1e-6);
    expect(wilson(8, 10).high).closeTo(0.9433178, 1e-6);
    expect(wilson(0, 10)).deep.equal({ low: 0, high: wilson(0, 10).high });
    expect(wilson(0, 10).high).closeTo(0.2775328, 1e-6);
    expect(wilson(10, 10).high).equal(1);
  });
});

describe('the generator of pairs', () => {
  it('closes the innermost bracket and the quotation mark that is open, and agrees with the first noun', () => {
    for (const { context, right, wrong } of pairsOf('brackets', 100, 2)) {
      const open = Array.from(context).filter((c) => '([{'.includes(c));
      expect('([{'.indexOf(open.at(-1)!)).equal(')]}'.indexOf(right));
      expect(')]}').include(wrong).and.not.equal(right);
      expect(wrong).not.equal(right);
    }
    for (const { context, right, wrong } of pairsOf('quotes', 100, 2)) {
      expect(context.split(right)).length(2);
      expect(context).not.include(wrong);
    }
    for (const { context, right, wrong } of pairsOf('agreement', 100, 2)) {
      const [, subject, other] = /^The (\w+) .*the (\w+)$/.exec(context)!;
      const isPlural = (noun: string) => /(s|men)$/.test(noun);
      expect(right).equal(isPlural(subject!) ? ' were ' : ' was ');
      expect(isPlural(other!)).equal(!isPlural(subject!));
      expect(wrong).not.equal(right);
    }
  });

  it('gives the same pairs for a seed, all different, in a table that keeps blanks', () => {
    expect(pairsOf('quotes', 50, 1)).deep.equal(pairsOf('quotes', 50, 1));
    expect(pairsOf('quotes', 50, 1)).not.deep.equal(pairsOf('quotes', 50, 2));
    const csv = pairsCsv([{ kind: 'a', context: 'b "c', right: ' d', wrong: 'e,' }]);
    expect(csv).equal('kind,context,right,wrong\na,"b ""c"," d","e,"\n');
  });
});
