import { expect } from 'chai';
import { createRng } from '../../src/core/rng.js';
import type { ModelConfig, Snapshot } from '../../src/core/snapshot.js';
import { independentRows, int16Weights, openSampling } from '../../src/sample/precision.js';
import { chooseBackend, type Backend, type BackendName } from '../../src/kernels/index.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { initialize } from '../../src/model/initialize.js';
import { copyTensors, createModel, type LanguageModel } from '../../src/model/language-model.js';
import { createPrimeReader, sampleRows, type Job } from '../../src/sample/rows.js';
import { sample } from '../../src/sample/sampler.js';
import { theBackendOrSkip } from '../helpers/backend.js';
import { readStart } from '../helpers/read-start.js';

const V = 31;
const config: ModelConfig = {
  cell: 'lstm',
  hidden: 37,
  layers: 2,
  embedding: 0,
  dropout: 0,
  recurrentBias: true,
  vocabulary: V,
};
const initialization = { distribution: 'normal', scale: 0.3, zeroBiases: true, forgetBias: 1 } as const;
const choice = { temperature: 0.9, topP: 0.95 };
const prime = Int32Array.of(3, 1, 4, 1, 5);
const LENGTH = 60;

for (const name of ['js', 'wasm', 'blas'] satisfies BackendName[]) {
  describe(`texts drawn side by side, ${name}`, () => {
    let backend: Backend;
    before(async function () {
      backend = await theBackendOrSkip(name, this);
    });

    function build(kernels: Kernels, B: number, params?: LanguageModel['params']): LanguageModel {
      const setup = { kernels, memory: backend.memory, T: 1, B, training: false };
      const model = createModel(config, { ...setup, ...(params && { params }) });
      if (!params) initialize(model.params, config, initialization, createRng(4));
      model.refresh();
      return model;
    }

    /** The texts of jobs 0 ... count−1 in B rows. */
    function texts(kernels: Kernels, B: number, count: number, whole = true): number[][] {
      const one = build(kernels, 1);
      const start = readStart(one, whole ? prime : new Int32Array(0));
      const own = whole ? {} : { prime };
      const jobs = Array.from({ length: count }, (_, i) => ({
        index: i,
        length: LENGTH,
        rng: createRng(7, i),
      }));
      const out = jobs.map((): number[] => []);
      const all = jobs.map((job): Job & { index: number } => ({ ...job, start, ...own }));
      for (const { job, draw } of sampleRows(build(kernels, B, one.params), all, choice))
        out[job.index]!.push(draw.id);
      return out;
    }

    const variants = { 'exact weights': independentRows, '16-bit weights': int16Weights };
    for (const [title, variant] of Object.entries(variants)) {
      it(`are, with ${title}, the same symbols as drawn one text at a time, for every number of rows`, () => {
        const kernels = variant(backend.kernels);
        const alone = Array.from({ length: 9 }, (_, i) =>
          Array.from(
            sample(build(kernels, 1), { ...choice, prime, length: LENGTH, rng: createRng(7, i) }),
            ({ id }) => id,
          ),
        );
        for (const B of [1, 2, 5, 9, 16]) expect(texts(kernels, B, 9), `${B} rows`).to.deep.equal(alone);
        expect(texts(kernels, 4, 3), 'fewer texts than rows').to.deep.equal(alone.slice(0, 3));
        expect(texts(kernels, 4, 9, false), 'a prime read in the row').to.deep.equal(alone);
      });
    }

    it('are, with exact weights, what the training kernels draw', () => {
      const one = (kernels: Kernels) =>
        Array.from(
          sample(build(kernels, 1), { ...choice, prime, length: 300, rng: createRng(1) }),
          ({ id }) => id,
        );
      expect(one(independentRows(backend.kernels))).to.deep.equal(one(backend.kernels));
    });

    it('take the row of a text that was ended', () => {
      const kernels = independentRows(backend.kernels);
      const one = build(kernels, 1);
      const start = readStart(one, prime);
      const jobs = [5, 2, 3].map((stop, i): Job & { stop: number; drawn: number } => {
        return { start, length: 9, rng: createRng(1, i), stop, drawn: 0 };
      });
      for (const { job } of sampleRows(build(kernels, 2, one.params), jobs, choice)) {
        job.drawn += 1;
        job.ended = job.drawn === job.stop;
      }
      expect(jobs.map(({ drawn }) => drawn)).to.deep.equal([5, 2, 3]);
    });

    it('use 16 bits only where requested, where they are faster and where the loss hardly changes', () => {
      const large = { ...config, hidden: 80 };
      const setup = { kernels: backend.kernels, memory: backend.memory, T: 1, B: 1, training: false };
      const model = createModel(large, setup);
      initialize(model.params, large, { ...initialization, scale: 0.1 }, createRng(4));
      const snapshot = {
        model: large,
        vocabulary: { tokens: 'chars', symbols: [] },
        weights: copyTensors(model.params),
      } as unknown as Snapshot;
      expect(openSampling(snapshot, backend, false).bits).to.equal(32);
      const { bits, lossChange } = openSampling(snapshot, backend, true);
      expect(bits).to.equal(name === 'js' ? 32 : 16);
      if (bits === 16) expect(Math.abs(lossChange!)).to.be.below(0.002);
      // a chaotic network: what rounding changes grows from step to step
      const chaotic = [...snapshot.weights].map(([key, { shape, data }]) => {
        return [key, { shape, data: data.map((w) => w * 30) }] as const;
      });
      if (name !== 'js') {
        const { bits } = openSampling({ ...snapshot, weights: new Map(chaotic) }, backend, true);
        expect(bits).to.equal(32);
      }
    });
  });
}

describe('a prime that is read in pieces', () => {
  it('leads to the same start, in the memory of one state and one input', async () => {
    const { memory, kernels } = await chooseBackend('auto');
    const model = createModel(config, { kernels, memory, T: 1, B: 1, training: false });
    initialize(model.params, config, initialization, createRng(4));
    model.refresh();
    const prime = Int32Array.from({ length: 40 }, (_, i) => i % 3);
    const whole = readStart(model, prime);
    let allocated = 0;
    const counting = {
      ...model,
      createState: () => (allocated++, model.createState()),
      createInput: () => (allocated++, model.createInput()),
    } as typeof model;
    const reader = createPrimeReader(counting, model.createState());
    for (let at = 0; at < prime.length; at += 3) reader.read(prime.subarray(at, at + 3));
    const pieces = reader.start();
    expect(Array.from(pieces.logits)).to.deep.equal(Array.from(whole.logits));
    for (const name in whole.state) {
      expect(Array.from(pieces.state[name]!)).to.deep.equal(Array.from(whole.state[name]!));
    }
    expect(allocated).to.equal(2);
  });
});
