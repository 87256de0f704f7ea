import { expect } from 'chai';
import { unwatched } from '../../src/core/watch.js';
import { createPlainMemory } from '../../src/core/memory.js';
import { evaluate } from '../../src/eval/evaluate.js';
import { scoreLines } from '../../src/eval/score-lines.js';
import { js } from '../../src/kernels/js/index.js';
import { arraySource } from '../../src/text/id-source.js';
import { findLines } from '../../src/text/line-index.js';
import { smallSnapshot } from '../helpers/snapshots.js';

describe('the scores of lines', () => {
  const snapshot = smallSnapshot({ symbols: ['\n', 'a', 'b', 'c'], cell: 'lstm', hidden: 5 });
  const texts = [
    [1, 2, 3],
    [3],
    [2, 2, 1, 3, 3, 1],
    [1, 2, 3],
    Array.from({ length: 80 }, (_, i) => 1 + (i % 3)),
  ];
  const ids = texts.flatMap((line) => [...line, 0]);

  it('are those of each line as a text of its own between two newlines, whatever stands before it', async () => {
    const lines = findLines(arraySource(ids), 0, { maxLength: Infinity, check() {} });
    const setup = { kernels: js, memory: createPlainMemory(), watch: unwatched };
    const scored = [];
    for await (const score of scoreLines(snapshot, lines, 0, setup)) scored.push(score);
    expect(scored.map(({ line, symbols }) => [line, symbols])).to.deep.equal(
      texts.map((line, i) => [i, line.length + 1]),
    );
    for (const [i, line] of texts.entries()) {
      const alone = await evaluate(snapshot, arraySource([0, ...line, 0]), { kernels: js });
      expect(scored[i]!.nats).to.be.closeTo(alone.loss * alone.characters, 1e-5);
    }
    expect(scored[3]!.nats).to.be.closeTo(scored[0]!.nats, 1e-6);
  });
});
