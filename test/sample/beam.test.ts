import { expect } from 'chai';
import fc from 'fast-check';
import { createPlainMemory } from '../../src/core/memory.js';
import { createRng } from '../../src/core/rng.js';
import { js } from '../../src/kernels/js/index.js';
import { initialize } from '../../src/model/initialize.js';
import { createModel } from '../../src/model/language-model.js';
import { beamSearch, type Hypothesis } from '../../src/sample/beam.js';
import { beamOfModel } from '../../src/sample/beam-model.js';
import { readStart } from '../helpers/read-start.js';

const V = 3;
const END = 2;
/** A made-up language: log-probabilities that depend on all symbols so far. */
const after = (ids: readonly number[], seed: number): number[] => {
  const raw = Array.from(
    { length: V },
    (_, v) => Math.sin(seed + v * 7.1 + ids.reduce((h, id) => h * 3.7 + id + 1, 0)) * 2,
  );
  const norm = Math.log(raw.reduce((sum, x) => sum + Math.exp(x), 0));
  return raw.map((x) => x - norm);
};

/** Every text up to `length`, each with its log-probability. */
function everyText(seed: number, length: number, ends: boolean): Hypothesis[] {
  const out: Hypothesis[] = [];
  const walk = (ids: number[], logprob: number) => {
    const ended = ends && ids.at(-1) === END;
    if (ended || ids.length === length) return void out.push({ ids, logprob, ended });
    after(ids, seed).forEach((p, id) => walk([...ids, id], logprob + p));
  };
  walk([], 0);
  return out;
}

function search(seed: number, width: number, length: number, ends: boolean): Hypothesis[] {
  let live: number[][] = [[]];
  return beamSearch(
    after([], seed),
    (parents, ids) => {
      live = parents.map((parent, i) => [...live[parent]!, ids[i]!]);
      return live.map((text) => after(text, seed));
    },
    { width, length, ...(ends && { ends: (ids: readonly number[]) => ids.at(-1) === END }) },
  );
}

const mean = ({ ids, logprob }: Hypothesis) => logprob / ids.length;

describe('beam search', () => {
  it('with a beam as wide as the tree finds the best of all texts', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), fc.boolean(), (seed, ends) => {
        const all = everyText(seed, 4, ends).sort((a, b) => mean(b) - mean(a));
        const [best] = search(seed, 81, 4, ends);
        expect(mean(best!)).to.be.closeTo(mean(all[0]!), 1e-12);
      }),
      { numRuns: 50 },
    );
  });

  it('with a beam of one always takes the likeliest symbol', () => {
    const [only, ...others] = search(1.5, 1, 6, false);
    expect(others).to.deep.equal([]);
    for (let n = 0; n < 6; n++) {
      const p = after(only!.ids.slice(0, n), 1.5);
      expect(p[only!.ids[n]!]).to.equal(Math.max(...p));
    }
  });

  it('returns different texts, the best first, with their true log-probabilities', () => {
    const found = search(3, 5, 7, true);
    expect(new Set(found.map(({ ids }) => ids.join())).size).to.equal(found.length);
    expect(found.map(mean)).to.deep.equal(found.map(mean).sort((a, b) => b - a));
    for (const { ids, logprob } of found) {
      const truth = ids.reduce((sum, id, n) => sum + after(ids.slice(0, n), 3)[id]!, 0);
      expect(logprob).to.be.closeTo(truth, 1e-12);
    }
  });

  it('in a language model finds the texts that all sequences, read one by one, rank first', () => {
    const config = {
      cell: 'gru',
      hidden: 5,
      layers: 2,
      embedding: 0,
      dropout: 0,
      recurrentBias: true,
      vocabulary: V,
    } as const;
    const memory = createPlainMemory();
    const build = (B: number) => {
      const model = createModel(config, { kernels: js, memory, T: 1, B, training: false });
      initialize(
        model.params,
        config,
        { distribution: 'normal', scale: 1.5, zeroBiases: true, forgetBias: 0 },
        createRng(3),
      );
      model.refresh();
      return model;
    };
    const one = build(1);
    const start = readStart(one, Int32Array.of(1));
    const logprobOf = (ids: readonly number[]) => {
      let sum = 0;
      ids.forEach((id, n) => {
        const { logits } = readStart(one, Int32Array.from([1, ...ids.slice(0, n)]));
        const p = Array.from(logits);
        sum += p[id]! - Math.log(p.reduce((total, x) => total + Math.exp(x), 0));
      });
      return sum;
    };
    const all = everyText(0, 4, false).map(({ ids }) => ({ ids, logprob: logprobOf(ids) }));
    all.sort((a, b) => b.logprob - a.logprob);
    const found = beamOfModel(build(81), start, { width: 81, length: 4 });
    expect(found.slice(0, 10).map(({ ids }) => ids)).to.deep.equal(all.slice(0, 10).map(({ ids }) => ids));
    expect(found[0]!.logprob).to.be.closeTo(all[0]!.logprob, 1e-5);
  });
});
