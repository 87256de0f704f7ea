import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { createRng } from '../../src/core/rng.js';
import { js } from '../../src/kernels/js/index.js';
import { initialize } from '../../src/model/initialize.js';
import { createModel } from '../../src/model/language-model.js';
import { sample, type SampleOptions } from '../../src/sample/sampler.js';
import { expectClose } from '../helpers/expect-close.js';

const V = 9;
const config = {
  cell: 'gru',
  hidden: 6,
  layers: 1,
  embedding: 0,
  dropout: 0,
  recurrentBias: true,
  vocabulary: V,
} as const;
const model = createModel(config, { kernels: js, memory: createPlainMemory(), T: 1, B: 1, training: false });
initialize(
  model.params,
  config,
  { distribution: 'normal', scale: 1, zeroBiases: true, forgetBias: 0 },
  createRng(2),
);
model.refresh();

const options = (changes: Partial<SampleOptions> = {}): SampleOptions => ({
  prime: Int32Array.of(1, 2),
  length: 40,
  temperature: 1,
  rng: createRng(5),
  ...changes,
});
const ids = (changes?: Partial<SampleOptions>) =>
  Array.from(sample(model, options(changes)), (drawn) => drawn.id);

describe('sampling', () => {
  it('draws the requested number of symbols, the same ones for the same seed', () => {
    expect(ids()).to.have.length(40).and.to.deep.equal(ids());
    expect(ids({ rng: createRng(6) })).to.not.deep.equal(ids());
  });

  it('at temperature 0 takes the likeliest, whatever the seed', () => {
    expect(ids({ temperature: 0 })).to.deep.equal(ids({ temperature: 0, rng: createRng(99) }));
    for (const { id, probabilities } of sample(model, options({ temperature: 0, length: 10 }))) {
      expect(probabilities[id]).to.equal(Math.max(...probabilities));
    }
  });

  it('with top-k 1 is argmax too', () => {
    expect(ids({ topK: 1 })).to.deep.equal(ids({ temperature: 0 }));
  });

  it("reports each symbol's log-probability and the entropy of the network's own distribution", () => {
    let draws = 0;
    for (const { id, logprob, entropy, probabilities } of sample(
      model,
      options({ length: 5, temperature: 0.5 }),
    )) {
      draws += 1;
      expect(probabilities.reduce((sum, p) => sum + p, 0)).to.be.closeTo(1, 1e-12);
      expect(logprob).to.be.closeTo(Math.log(probabilities[id]!), 1e-12);
      expect(entropy).to.be.closeTo(-probabilities.reduce((sum, p) => sum + p * Math.log(p), 0), 1e-12);
    }
    expect(draws).to.equal(5);
  });

  it('without a prime draws the first symbol uniformly', () => {
    const [first] = sample(model, options({ prime: new Int32Array(0), length: 1 }));
    expect(first!.entropy).to.be.closeTo(Math.log(V), 1e-12);
  });

  it('continues from the state it is given', () => {
    const whole = ids({ temperature: 0, length: 12 });
    const state = model.createState();
    const begin = [...sample(model, options({ temperature: 0, length: 6 }), state)].map(({ id }) => id);
    const rest = options({ temperature: 0, length: 6, prime: Int32Array.of(begin.at(-1)!) });
    expect([...begin, ...Array.from(sample(model, rest, state), ({ id }) => id)]).to.deep.equal(whole);
  });

  it('keeps clamped units at their value', () => {
    const clamps = [{ layer: 0, unit: 3, state: 'h', value: -0.9 } as const];
    const state = model.createState();
    const held: number[] = [];
    for (const _ of sample(model, options({ clamps, length: 5 }), state)) held.push(state['h_l0']![3]!);
    expectClose(held, [-0.9, -0.9, -0.9, -0.9, -0.9], 0, 1e-6);
  });
});
