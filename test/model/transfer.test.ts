import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { weightsOf } from '../../src/core/params.js';
import { createRng } from '../../src/core/rng.js';
import type { ModelConfig } from '../../src/core/snapshot.js';
import { js } from '../../src/kernels/js/index.js';
import { initialize } from '../../src/model/initialize.js';
import { copyTensors, createModel } from '../../src/model/language-model.js';
import { transferWeights } from '../../src/model/transfer.js';
import { expectClose } from '../helpers/expect-close.js';

const setup = () => ({ kernels: js, memory: createPlainMemory(), T: 3, B: 1, training: false });
const uniform = { distribution: 'uniform', scale: 1, zeroBiases: false, forgetBias: 1 } as const;

function network(embedding: number, symbols: readonly string[], seed: number, hidden = 4) {
  const config: ModelConfig = { cell: 'gru', hidden, layers: 2, embedding, dropout: 0, recurrentBias: true, vocabulary: symbols.length }; // prettier-ignore
  const model = createModel(config, setup());
  initialize(model.params, config, uniform, createRng(seed));
  return { model, symbols, weights: copyTensors(model.params) };
}

function logits({ model, symbols }: ReturnType<typeof network>, text: string): number[] {
  model.refresh();
  const x = model.createInput();
  x.set(Array.from(text, (symbol) => symbols.indexOf(symbol)));
  return Array.from(model.forward(x, model.createState(), { T: text.length }).data);
}

describe('weights copied from another network (--init-from)', () => {
  for (const embedding of [0, 3]) {
    const kind = embedding ? 'embedding' : 'one-hot';

    it(`predict the same for the symbols both know, whatever their ids (${kind})`, () => {
      const old = network(embedding, ['a', 'b', 'c'], 1);
      const young = network(embedding, ['c', 'x', 'a', 'b'], 2);
      expect(transferWeights(old, young.model.params, young.symbols)).to.equal(3);
      const before = logits(old, 'abc');
      const after = logits(young, 'abc');
      for (let t = 0; t < 3; t++) {
        const [c, , a, b] = after.slice(t * 4, t * 4 + 4);
        expectClose([a!, b!, c!], before.slice(t * 3, t * 3 + 3), 1e-6);
      }
    });

    it(`leave new symbols as they were initialized (${kind})`, () => {
      const young = network(embedding, ['c', 'x'], 2);
      transferWeights(network(embedding, ['a', 'b', 'c'], 1), young.model.params, young.symbols);
      const bias = weightsOf(young.model.params, 'decoder.bias');
      expect(bias[1]).to.equal(young.weights.get('decoder.bias')!.data[1]);
    });
  }

  it('name the tensor that does not fit', () => {
    const young = network(0, ['a'], 2, 5);
    expect(() => transferWeights(network(0, ['a'], 1), young.model.params, young.symbols)).to.throw(
      RangeError,
      'tensor rnn.weight_ih_l0 is [12, 1], expected [15, 1]',
    );
  });
});
