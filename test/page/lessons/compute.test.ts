import { expect } from 'chai';
import { createPlainMemory } from '../../../src/core/memory.js';
import { createRng } from '../../../src/core/rng.js';
import { chooseBackend } from '../../../src/kernels/index.js';
import { lineChart } from '../../../src/page/lessons/chart.js';
import { draw, markupOf } from '../../../src/page/lessons/drawn.js';
import { followGradient } from '../../../src/page/lessons/gradient/compute.js';
import { gradient } from '../../../src/page/lessons/gradient/lesson.js';
import { learnHello } from '../../../src/page/lessons/hello/compute.js';
import { hello } from '../../../src/page/lessons/hello/lesson.js';
import { outcomeOf, type World } from '../../../src/page/lessons/lesson.js';
import { createFeedback } from '../../../src/page/lessons/memory/feedback.js';
import { loopIn } from '../../../src/page/lessons/sampling/compute.js';
import { gradcheck } from '../../helpers/gradcheck.js';

const world = async (): Promise<World> => ({
  backend: await chooseBackend('wasm'),
  network: new Uint8Array(),
  prose: '',
  code: '',
});

describe('lesson hello', () => {
  it('shows numbers that follow from each other: h from the weights, p from the logits, the loss from p', async () => {
    const { moments } = await outcomeOf(learnHello(hello.start, await world()));
    const { weights, places, loss } = moments[25]!;
    for (const { read, next, before, h, logits, probabilities, nats } of places) {
      h.forEach((value, j) => {
        const sum =
          weights.Wih[j]![read]! +
          weights.b[0]![j]! +
          before.reduce((all, x, i) => all + weights.Whh[j]![i]! * x, 0);
        expect(value).to.be.closeTo(Math.tanh(sum), 1e-6);
      });
      logits.forEach((value, v) => {
        const sum = weights.by[0]![v]! + h.reduce((all, x, j) => all + weights.Why[v]![j]! * x, 0);
        expect(value).to.be.closeTo(sum, 1e-5);
      });
      expect(nats).to.be.closeTo(-Math.log(probabilities[next]!), 1e-5);
    }
    expect(loss).to.be.closeTo(places.reduce((sum, { nats }) => sum + nats, 0) / 4, 1e-6);
  });

  it('writes hello after the steps that its words name', async () => {
    for (const [rate, steps] of [
      [0.05, 19],
      [1, 5],
      [0.01, 74],
    ] as const) {
      const { learned } = await outcomeOf(learnHello({ ...hello.start, rate }, await world()));
      expect(learned, `rate ${rate}`).to.equal(steps);
    }
  });
});

describe('lesson gradient', () => {
  it('follows the loss of one place as far back as the sentence goes', async () => {
    const { networks, place } = await outcomeOf(
      followGradient({ ...gradient.start, place: 12 }, await world()),
    );
    expect(place).to.equal(12);
    for (const { h } of networks) expect(h).to.have.length(12);
  });

  it('vanishes, explodes and is clipped as its words say', async () => {
    const at = async (change: Partial<typeof gradient.start>) =>
      (await outcomeOf(followGradient({ ...gradient.start, ...change }, await world()))).networks[0]!;
    const ratio = ({ h }: { readonly h: readonly number[] }): number => h.at(-1)! / h[0]!;
    expect(ratio(await at({ scale: 3 }))).to.be.closeTo(4.9, 0.1);
    expect(ratio(await at({ scale: 0.5 }))).to.be.below(1e-24);
    const [free, clipped] = [
      await at({ scale: 3, steps: 200, clip: false }),
      await at({ scale: 3, steps: 200 }),
    ];
    expect(Math.max(...free.norms)).to.be.within(11, 12);
    expect(free.losses.at(-1)).to.be.closeTo(0.91, 0.01);
    expect(clipped.losses.at(-1)).to.be.closeTo(0.65, 0.01);
  });

  it('takes a sentence of one character, and a place beyond its end', async () => {
    for (const text of ['', 'aaaa', 'ab'])
      for await (const { networks } of followGradient({ ...gradient.start, text }, await world()))
        for (const { h } of networks) expect(h.every(Number.isFinite)).to.equal(true);
  });
});

describe('lesson sampling', () => {
  it('finds where a text begins to repeat itself', () => {
    expect(loopIn('once upon a time time time ')).to.deep.equal({ from: 11, period: 5 });
    expect(loopIn('abcabcab')).to.equal(null);
    expect(loopIn('xaaa')).to.deep.equal({ from: 1, period: 1 });
    expect(loopIn('')).to.equal(null);
  });
});

describe('lesson memory', () => {
  for (const from of ['hidden state', 'output'] as const)
    it(`has the gradients of finite differences when it feeds back the ${from}`, () => {
      const memory = createPlainMemory(Float64Array);
      const network = createFeedback(memory, { V: 4, H: 3, k: 2, from });
      const { weights, gradients, table } = network.params;
      const rng = createRng(3);
      for (let i = 0; i < weights.length; i++) weights[i] = rng.normal() * 0.7;
      const rows = [
        { symbols: [0, 2, 2, 3], targets: [2, 2, 3, 0] },
        { symbols: [1, 2, 2, 3], targets: [2, 2, 3, 1] },
      ];
      network.learn(rows);
      const analytic = gradients.slice();
      for (const { name, offset, length } of table.values())
        gradcheck(
          name,
          weights.subarray(offset, offset + length),
          analytic.subarray(offset, offset + length),
          () => network.learn(rows),
        );
    });

  it('has nothing to feed back before the first character', () => {
    const network = createFeedback(createPlainMemory(Float64Array), { V: 3, H: 2, k: 1, from: 'output' });
    network.params.weights.fill(0);
    expect(network.learn([{ symbols: [0], targets: [1] }])).to.be.closeTo(Math.log(3), 1e-12);
  });
});

describe('page/lessons/chart', () => {
  const lines = [
    {
      name: '<b>',
      color: 0,
      points: [
        [1, 10],
        [2, 1000],
        [3, 0],
      ] as [number, number][],
    },
  ];

  it('is an SVG whose text cannot become markup', () => {
    const svg = markupOf(lineChart({ title: '"a" & b', x: { label: 'x' }, y: { label: 'y' }, lines }));
    expect(svg)
      .to.match(/^<svg .*<\/svg>$/)
      .and.include('&lt;b&gt;')
      .and.include('&quot;a&quot; &amp; b');
  });

  it('leaves out what has no logarithm, and marks powers of ten', () => {
    const svg = markupOf(lineChart({ title: '', x: { label: '' }, y: { label: '', log: true }, lines }));
    expect(svg.match(/[ML]\d/g)).to.have.length(2 + 3);
    expect(svg).to.include('>1,000<').and.include('>100<');
  });

  it('is drawn without a single point', () => {
    const svg = markupOf(lineChart({ title: '', x: { label: '' }, y: { label: '' }, lines: [] }));
    expect(svg).to.not.match(/NaN|Infinity/);
  });

  it('writes attributes and content', () => {
    expect(markupOf(draw('p', { id: 1 }, 'a', draw('b', {}, '&')))).to.equal('<p id="1">a<b>&amp;</b></p>');
  });
});
