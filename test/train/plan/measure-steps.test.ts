import { expect } from 'chai';
import { presets } from '../../../src/train/presets.js';
import { createEngine } from '../../../src/train/engine.js';
import { measureSteps } from '../../../src/train/plan/measure-steps.js';
import { languageData } from '../../../src/tasks/language.js';
import { corpusFromText } from '../../../src/text/corpus.js';
import { theBackend } from '../../helpers/backend.js';

describe('measureSteps(options, config, data, setup)', () => {
  it('takes real steps on windows of the data, and at least one that counts', async () => {
    const { source, vocabulary } = corpusFromText('hello world, how are you? '.repeat(20));
    const options = { ...presets.default, model: { ...presets.default.model, hidden: 8, layers: 1 } };
    const data = languageData(source, { ...options, seq: 5, batch: 2 });
    const config = { ...options.model, vocabulary: vocabulary.size };
    const { kernels, memory } = await theBackend('js');
    const read: string[] = [];
    const rate = await measureSteps(options, config, data, {
      seconds: 0,
      kernels,
      memory,
      createEngine(config, setup) {
        const engine = createEngine(config, setup);
        const step: typeof engine.step = (batch, ...rest) => {
          read.push([...batch.x].map((id) => vocabulary.symbols[id]).join(''));
          return engine.step(batch, ...rest);
        };
        return { ...engine, step };
      },
    });
    expect(read).to.have.length(3); // two do not count
    expect(read[0]![0]).to.equal('h');
    expect(rate).to.be.above(0).and.satisfy(Number.isFinite);
  });
});
