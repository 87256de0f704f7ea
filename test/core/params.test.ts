import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import {
  countParams,
  createParams,
  gradientsOf,
  layoutParams,
  paramsBelow,
  weightsOf,
} from '../../src/core/params.js';

const shapes = [
  { name: 'source.W', shape: [2, 3] },
  { name: 'W', shape: [4] },
  { name: 'source.b', shape: [2] },
];

describe('parameters', () => {
  it('lie one after the other in one array, in the order in which they are asked for', () => {
    const table = layoutParams(shapes);
    expect([...table.values()].map(({ offset, length }) => [offset, length])).to.deep.equal([
      [0, 6],
      [6, 4],
      [10, 2],
    ]);
    expect(countParams(table)).to.equal(12);
  });

  it('are views by name: writing one writes the flat array', () => {
    const params = createParams(createPlainMemory(), shapes, { gradients: true });
    weightsOf(params, 'W').fill(1);
    gradientsOf(params, 'source.b').fill(2);
    expect([...params.weights]).to.deep.equal([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0]);
    expect([...params.gradients]).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2]);
  });

  it('have no gradients where nothing is trained, and may share the weights of others', () => {
    const memory = createPlainMemory();
    const own = createParams(memory, shapes, { gradients: true });
    const shared = createParams(memory, shapes, { gradients: false, weights: own.weights });
    expect(shared.weights).to.equal(own.weights);
    expect(gradientsOf(shared, 'W')).to.have.length(0);
  });

  it('below a prefix are those that begin with it, under the rest of their names, on the same array', () => {
    const params = createParams(createPlainMemory(), shapes, { gradients: true });
    const below = paramsBelow(params, 'source.');
    expect([...below.table.keys()]).to.deep.equal(['W', 'b']);
    weightsOf(below, 'b').fill(3);
    expect([...weightsOf(params, 'source.b')]).to.deep.equal([3, 3]);
  });

  it('of a name that there is not are an error', () => {
    const params = createParams(createPlainMemory(), shapes, { gradients: true });
    for (const name of ['b', 'constructor', '__proto__'])
      expect(() => weightsOf(params, name)).to.throw(RangeError, `no parameter is called ${name}`);
  });
});
