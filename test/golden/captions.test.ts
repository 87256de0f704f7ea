import type { ModelConfig } from '../../src/core/snapshot.js';
import { gradientsOf, weightsOf } from '../../src/core/params.js';
import { createBatch } from '../../src/data/batch.js';
import { placeImages } from '../../src/data/clips.js';
import { arrayExamples } from '../../src/data/examples.js';
import { captionExample, captionTask } from '../../src/tasks/captions.js';
import { examplesData } from '../../src/tasks/examples-data.js';
import { createTask } from '../../src/tasks/index.js';
import { createEngine } from '../../src/train/engine.js';
import { expectClose } from '../helpers/expect-close.js';
import { allBackends, type TestBackend } from './backends.js';
import { goldenCases, readGolden, type Golden } from './golden.js';

/** One pass over the captions of captions.py in batches of that size, as the trainer takes them. */
function pass(golden: Golden, { kernels, memory }: TestBackend, rowsOfBatch: number) {
  const config = JSON.parse(golden.metadata['config']!) as ModelConfig;
  const captions = JSON.parse(golden.metadata['captions']!) as number[][];
  const shown = JSON.parse(golden.metadata['shown']!) as number[];
  const { size: S, channels: C } = config.images!;
  const pixels = golden.get('images') as Float32Array;
  const data = memory.floats(pixels.length);
  placeImages({ N: pixels.length / (S * S * C), T: null, C, S, pixels, labels: null, perFrame: false }, data);
  const symbols = Array.from({ length: config.vocabulary - 1 }, (_, i) => `${i}`);
  const task = createTask(captionTask(symbols, { toTokens: 'words' }));
  const examples = captions.map((caption, i) => captionExample(Int32Array.from(caption), shown[i]!));
  const parts = { train: arrayExamples(examples), validation: null, test: null };
  const { T, B, parts: batchParts, train } = examplesData(task, parts, { batch: rowsOfBatch, seed: 1 });
  const engine = createEngine(config, { kernels, memory, T, B, indexed: { data }, batchParts });
  for (const [param, values] of golden.group('weight')) weightsOf(engine.params, param).set(values);
  engine.refresh();
  const batch = createBatch(memory, T, B, batchParts);
  const gradients = new Float64Array(engine.params.gradients.length);
  let nats = 0;
  for (let window = 0; window < train.windows; window++) {
    for (const name in engine.state) engine.state[name]!.fill(0);
    train.fill(window, batch, 0);
    nats += engine.step(batch, 1);
    engine.params.gradients.forEach((value, i) => (gradients[i]! += value));
  }
  engine.params.gradients.set(gradients);
  return { nats, params: engine.params };
}

for (const backend of allBackends) {
  describe(`PyTorch and the ${backend.name} kernels agree on networks that caption images`, () => {
    for (const name of goldenCases('captions')) {
      const golden = readGolden(`captions/${name}.safetensors`);
      for (const rowsOfBatch of [4, 3, 1]) {
        it(`${name}, ${rowsOfBatch} captions a batch: the loss and every gradient, the CNN's too`, () => {
          const { nats, params } = pass(golden, backend, rowsOfBatch);
          expectClose([nats], golden.get('loss'), 1e-5, 0, 'loss');
          for (const [param, expected] of golden.group('gradient')) {
            expectClose(gradientsOf(params, param), expected, 1e-4, 1e-5, `gradient of ${param}`);
          }
        });
      }
    }
  });
}
