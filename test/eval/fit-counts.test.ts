import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { evaluate } from '../../src/eval/evaluate.js';
import { fitCounts } from '../../src/eval/fit-counts.js';
import { scoreText } from '../../src/eval/score-text.js';
import { js } from '../../src/kernels/js/index.js';
import { arraySource } from '../../src/text/id-source.js';
import { countsOf } from '../helpers/counted.js';
import { randomSnapshot } from '../helpers/random-snapshot.js';

describe('counts beside a network', () => {
  const snapshot = randomSnapshot({ cell: 'rnn' });
  // a text that counts predict well and an untrained network does not
  const text = (length: number, seed: number) => {
    const words = ['abc', 'defg', 'ad', 'gab'];
    let written = '';
    for (let n = seed; written.length < length; n = (n * 1103515245 + 12345) % 2 ** 31)
      written += words[(n >> 9) & 3];
    return written.slice(0, length);
  };
  const source = (content: string) => arraySource([...content].map((c) => c.charCodeAt(0) - 97));
  const table = countsOf('abcdefg', text(2000, 1), 4);
  const validation = source(text(1500, 2));
  const setup = { kernels: js, memory: createPlainMemory() };

  it('are fitted so that both together predict no worse than the better one', async () => {
    const { mixture, loss, network, counts, characters } = await fitCounts(
      snapshot,
      table,
      validation,
      setup,
    );
    expect(characters).equal(1499);
    expect(counts).below(1).and.below(network);
    expect(loss).below(counts + 0.01);
    const alone = await evaluate(snapshot, validation, setup);
    expect(network).closeTo(alone.loss, 1e-6);
    const both = await evaluate(snapshot, validation, { ...setup, counts: { table, mixture } });
    // fitted on all of this text, and not on the other half of it
    expect(both.loss).below(loss).and.closeTo(loss, 0.01);
  });

  it('are fitted on stretches of a text that is too long to be used whole', async () => {
    const long = source(text(5000, 3));
    const whole = await fitCounts(snapshot, table, long, setup);
    const part = await fitCounts(snapshot, table, long, { ...setup, mostNumbers: 7 * 3000 });
    expect(whole.characters).equal(4999);
    expect(part.characters).equal(64 * Math.floor(3000 / 64));
    expect(part.counts).closeTo(whole.counts, 0.05);
    expect(part.network).closeTo(whole.network, 0.05);
  });

  it('are measured with the network, by themselves and together, at every character', async () => {
    const mixture = { network: [0.1, 0], counts: [0.8, 0.01] } as const;
    const counts = { table, mixture };
    const evaluation = await evaluate(snapshot, validation, { ...setup, counts });
    const alone = await evaluate(snapshot, validation, setup);
    expect(evaluation.network).closeTo(alone.loss, 1e-9);
    expect(alone).not.include.keys('network', 'counts', 'weight');
    const only = { table, mixture: { network: [0, 0], counts: [1, 0] } } as const;
    const byCounts = await evaluate(snapshot, validation, { ...setup, counts: only });
    expect(evaluation.counts).closeTo(byCounts.loss, 1e-6);
    expect(byCounts.weight).closeTo(1, 1e-12);
    expect(evaluation.weight).within(0.8, 0.95);
    expect(evaluation.loss).below(alone.loss);
  });

  it('score the same characters in pieces, each after its own context', async () => {
    const counts = { table, mixture: { network: [0, 0], counts: [1, 0] } } as const;
    const scores = async (piece: number) => {
      const nats: number[] = [];
      const options = { ...setup, counts, piece, warmUp: 8, batch: 3 };
      for await (const scored of scoreText(snapshot, validation, options)) nats.push(...scored.nats);
      return nats;
    };
    expect(await scores(100)).deep.equal(await scores(1e6));
  });
});
