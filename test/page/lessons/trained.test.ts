import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mobyDick } from '../../../corpora/moby-dick.js';
import { projectCode } from '../../../corpora/project.js';
import { createRng } from '../../../src/core/rng.js';
import { chooseBackend } from '../../../src/kernels/index.js';
import { createModel } from '../../../src/model/language-model.js';
import { searchNetwork } from '../../../src/page/lessons/cells/compute.js';
import { cells } from '../../../src/page/lessons/cells/lesson.js';
import { compareDepths } from '../../../src/page/lessons/depth/compute.js';
import { depth } from '../../../src/page/lessons/depth/lesson.js';
import { openGate } from '../../../src/page/lessons/gates/compute.js';
import { createLearner, plain } from '../../../src/page/lessons/learner.js';
import { outcomeOf, type World } from '../../../src/page/lessons/lesson.js';
import { learnPatterns } from '../../../src/page/lessons/patterns/compute.js';
import { patterns } from '../../../src/page/lessons/patterns/lesson.js';
import { tasks } from '../../../src/page/lessons/patterns/tasks.js';
import { createProse } from '../../../src/page/lessons/prose.js';
import { rowsOf } from '../../../src/page/lessons/truncation/compute.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const world = async (): Promise<World> => ({
  backend: await chooseBackend('wasm'),
  network: readFileSync(`${root}src/page/inside/network.safetensors`),
  prose: mobyDick().slice(0, 30_000),
  code: projectCode(root).slice(0, 10_000),
});

describe('lesson truncation', () => {
  it('repeats every letter at the distance, and has dots between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 24 }), fc.integer({ min: 1, max: 99 }), (distance, seed) => {
        const rows = rowsOf(distance, createRng(seed));
        for (let at = distance + 1; at < 200; at++) {
          if (!rows.isAnswer(3, at)) continue;
          expect(rows.symbol(3, at)).to.equal(rows.symbol(3, at - distance));
          expect(rows.symbol(3, at)).to.be.below(4);
          for (let back = 1; back < distance; back++) expect(rows.symbol(3, at - back)).to.equal(4);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('lesson gates', () => {
  it('sets a gate to exactly 1, for every unit, row and step, and leaves the others', async () => {
    const backend = await chooseBackend('wasm');
    const config = { ...plain, cell: 'lstm', hidden: 48, vocabulary: 7 };
    const learner = createLearner(config, backend, { T: 5, B: 2, seed: 1 });
    openGate(learner, 'f');
    const { kernels, memory } = backend;
    const { params } = learner.engine;
    const model = createModel(config, { kernels, memory, T: 5, B: 2, training: false, params });
    model.refresh();
    model.forward(model.createInput().fill(3), model.createState(), { T: 5 });
    const valuesOf = (gate: string): number[] => {
      const { data, offset, stride, size } = model.layers[0]!.caches.get(gate)!;
      return Array.from(
        { length: 10 * size },
        (_, i) => data[offset + Math.floor(i / size) * stride + (i % size)]!,
      );
    };
    expect(new Set(valuesOf('f'))).to.deep.equal(new Set([1]));
    for (const gate of ['i', 'o']) expect(Math.max(...valuesOf(gate))).to.be.below(0.9);
  });
});

describe('the prose of the lessons', () => {
  it('has rows that continue from window to window, and an end that is held out', () => {
    const ids = Int32Array.from({ length: 1000 }, (_, i) => i);
    const prose = createProse(ids, 5, 3);
    const batch = {
      x: new Int32Array(15),
      y: new Int32Array(15),
      mask: new Float32Array(15),
    } as never as Parameters<typeof prose.fill>[0];
    prose.fill(batch, 0);
    const last = batch.x[4 * 3 + 1]!;
    expect(batch.y[4 * 3 + 1]).to.equal(last + 1);
    prose.fill(batch, 1);
    expect(batch.x[1]).to.equal(last + 1);
    prose.fillHeldOut(batch, 0);
    expect(Math.min(...batch.x)).to.be.at.least(960);
  });
});

describe('lesson depth', () => {
  it('gives every number of layers as many weights, to within a unit', async () => {
    const { networks } = await outcomeOf(compareDepths({ ...depth.start, work: 0.0025 }, await world()));
    expect(networks.map(({ layers }) => layers)).to.deep.equal([1, 2, 3, 4]);
    for (const { parameters, hidden, layers } of networks) {
      expect(parameters).to.be.at.most(30_000);
      expect(parameters).to.be.above(30_000 - 9 * hidden * (2 * layers) - 1000);
    }
    expect(networks[0]!.hidden).to.be.above(networks[3]!.hidden);
  });
});

describe('lesson patterns', () => {
  it('asks for the word of a digit, the majority, the parity so far, and the letters backwards', () => {
    const row = (name: string) => tasks.find((task) => task.name === name)!.row(createRng(5));
    const spelled = row('one to many');
    expect(
      ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][
        Number(spelled.read[0])
      ],
    ).to.equal(spelled.answers.join('').replace(/\.+$/, ''));
    const ones = (read: string): number => read.replaceAll('0', '').length;
    const majority = row('many to one');
    expect(majority.answers.at(-1)).to.equal(ones(majority.read) > 4 ? '1' : '0');
    expect(majority.answers.slice(0, -1).every((answer) => answer === null)).to.equal(true);
    const parity = row('many to many, aligned');
    parity.answers.forEach((answer, t) =>
      expect(answer).to.equal(ones(parity.read.slice(0, t + 1)) % 2 === 0 ? 'e' : 'o'),
    );
    const backwards = row('sequence to sequence');
    expect(backwards.answers.slice(4).toReversed().join('')).to.equal(backwards.read.slice(0, 4));
  });

  it('learns all four without a mistake, as its words say', async () => {
    const { patterns: learned } = await outcomeOf(learnPatterns(patterns.start, await world()));
    for (const { exact, task } of learned) expect(exact, task).to.equal(1);
  });
});

describe('lesson cells', () => {
  it('counts every cell once, and writes with those that track something clamped', async () => {
    const { counts, tracked } = await outcomeOf(searchNetwork({ ...cells.start, work: 0.02 }, await world()));
    expect(counts.reduce((sum, count) => sum + count.cells, 0)).to.equal(256);
    for (const { low, free, high } of tracked) {
      expect([low, free, high].map((text) => text.length)).to.deep.equal([300, 300, 300]);
      expect(new Set([low, free, high]).size).to.be.above(1);
    }
  });
});
