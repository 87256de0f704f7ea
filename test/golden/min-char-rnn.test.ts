import { expect } from 'chai';
import type { Tensor } from '../../src/core/snapshot.js';
import { createSymbolCounter } from '../../src/text/count.js';
import { languageData } from '../../src/tasks/language.js';
import { arraySource } from '../../src/text/id-source.js';
import { encode } from '../../src/text/tokens.js';
import { createVocabulary } from '../../src/text/vocabulary.js';
import { modelShapes } from '../../src/model/shapes.js';
import { presets } from '../../src/train/presets.js';
import { trainNetwork } from '../../src/train/trainer.js';
import { expectClose } from '../helpers/expect-close.js';
import { backends, type TestBackend } from './backends.js';
import { readExcerpt, readGolden } from './golden.js';

const golden = readGolden('min-char-rnn.safetensors');
const T = 25;
const V = 62;

/** Loss of every step of the preset, summed over the window as min-char-rnn prints it. */
async function lossesOfPreset({ kernels, memory }: TestBackend, lr: number, steps: number): Promise<number[]> {
  const text = readExcerpt();
  const counter = createSymbolCounter();
  counter.add(text);
  const vocabulary = createVocabulary(counter.vocabulary(1));
  const weights = new Map<string, Tensor>();
  for (const { name, shape } of modelShapes({ ...presets['min-char-rnn'].model, vocabulary: V })) {
    weights.set(name, { shape, data: golden.get(name) });
  }
  const options = { ...presets['min-char-rnn'], lr, steps };
  const run = {
    options,
    vocabulary,
    data: languageData(arraySource(encode(text, vocabulary)), options),
    backend: { kernels, memory },
    initial: { weights, symbols: vocabulary.symbols },
  };
  const seen: number[] = [];
  for await (const event of trainNetwork(run)) if (event.type === 'step') seen.push(event.loss * T);
  return seen;
}

/** As min-char-rnn prints it after the last of these iterations. */
const smooth = (losses: ArrayLike<number>): number =>
  Array.from(losses).reduce((smoothed, loss) => 0.999 * smoothed + 0.001 * loss, T * Math.log(V));

for (const backend of backends) {
  // the plain loops are slow; 500 iterations reach into the second epoch
  const steps = backend.name === 'js' ? 500 : 1000;

  describe(`preset min-char-rnn with the ${backend.name} kernels`, function () {

    it(`follows the loss of NumPy for ${steps} iterations, over two beginnings of the text`, async () => {
      const losses = await lossesOfPreset(backend, 0.01, steps);
      expect(losses[0]).to.be.closeTo(T * Math.log(V), 1);
      expectClose(losses, golden.get('gentle').subarray(0, steps), 1e-4, 0, 'loss of iteration');
    });

    it('at its own learning rate follows it until rounding has grown, and on the average (see min_char_rnn.py)', async () => {
      const losses = await lossesOfPreset(backend, presets['min-char-rnn'].lr, 200);
      const exactly = 4;
      expectClose(losses.slice(0, exactly), golden.get('losses').subarray(0, exactly), 1e-3, 0, 'loss of iteration');
      expectClose([smooth(losses)], [smooth(golden.get('losses').subarray(0, 200))], 0.02, 0, 'smoothed loss');
    });
  });
}
