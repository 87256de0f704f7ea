import { expect } from 'chai';
import { presets } from '../../../src/train/presets.js';
import { measureSpeed } from '../../../src/train/plan/measure-speed.js';
import { theBackend } from '../../helpers/backend.js';

describe('measureSpeed(options, vocabulary, seconds)', () => {
  it('takes at least one step, of the network that is given', async () => {
    const model = { ...presets.default.model, hidden: 8, layers: 1 };
    let steps = 0;
    let size = 0;
    const { kernels, memory } = await theBackend('js');
    const speed = await measureSpeed({ ...presets.default, model, seq: 5, batch: 2 }, 7, 0, {
      ...{ kernels, memory },
      async createEngine(config, setup) {
        const { createEngine } = await import('../../../src/train/engine.js');
        const engine = createEngine(config, setup);
        size = config.hidden;
        return { ...engine, step: (...args) => ((steps += 1), engine.step(...args)) };
      },
    });
    expect(size).to.equal(8);
    expect(steps).to.be.at.least(3); // two that do not count
    expect(speed).to.be.above(0).and.satisfy(Number.isFinite);
  });
});
