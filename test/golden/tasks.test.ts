import type { ModelConfig } from '../../src/core/snapshot.js';
import { gradientsOf, weightsOf } from '../../src/core/params.js';
import { createBatch } from '../../src/data/batch.js';
import { arrayExamples } from '../../src/data/examples.js';
import { classify } from '../../src/tasks/classify.js';
import { examplesData } from '../../src/tasks/examples-data.js';
import { translate } from '../../src/tasks/translate.js';
import { createEngine } from '../../src/train/engine.js';
import { expectClose } from '../helpers/expect-close.js';
import { allBackends, type TestBackend } from './backends.js';
import { goldenCases, readGolden, type Golden } from './golden.js';

/** The rows of tasks.py. */
interface Examples {
  readonly sources: readonly number[][];
  readonly labels: readonly number[];
  readonly targets: readonly number[][];
}

/** One step on a batch of all rows, as the trainer takes it; in `batches` of other sizes the rows are divided. */
function step(name: string, golden: Golden, { kernels, memory }: TestBackend, rowsOfBatch: number) {
  const config = JSON.parse(golden.metadata['config']!) as ModelConfig;
  const { sources, labels, targets } = JSON.parse(golden.metadata['examples']!) as Examples;
  const rows = sources.map((source, i) => ({
    source: Int32Array.from(source),
    target: Int32Array.from(targets[i]!),
    label: labels[i]!,
    vector: new Float32Array(0),
  }));
  const task = name.startsWith('classify')
    ? classify({ source: config.vocabulary, target: config.outputs! })
    : translate({ source: config.sourceVocabulary!, target: config.vocabulary - 1 }, { reverse: true });
  const parts = { train: arrayExamples(rows), validation: null, test: null };
  const data = examplesData(task, parts, { batch: rowsOfBatch, seed: 1 });
  const { T, B } = data;
  const engine = createEngine({ ...config, ...data.model }, { kernels, memory, T, B });
  for (const [param, values] of golden.group('weight')) weightsOf(engine.params, param).set(values);
  engine.refresh();
  const batch = createBatch(memory, T, B, data.parts);
  const gradients = new Float64Array(engine.params.gradients.length);
  let nats = 0;
  for (let window = 0; window < data.train.windows; window++) {
    for (const name in engine.state) engine.state[name]!.fill(0);
    data.train.fill(window, batch, 0);
    nats += engine.step(batch, 1);
    engine.params.gradients.forEach((value, i) => (gradients[i]! += value));
  }
  engine.params.gradients.set(gradients);
  return { nats, params: engine.params };
}

for (const backend of allBackends) {
  describe(`PyTorch's packed rows and the ${backend.name} kernels agree`, () => {
    for (const name of goldenCases('tasks')) {
      const golden = readGolden(`tasks/${name}.safetensors`);
      for (const rowsOfBatch of [4, 3, 1]) {
        it(`${name}, ${rowsOfBatch} rows a batch: the loss and every gradient`, () => {
          const { nats, params } = step(name, golden, backend, rowsOfBatch);
          expectClose([nats], golden.get('loss'), 1e-5, 0, 'loss');
          for (const [param, expected] of golden.group('gradient')) {
            expectClose(gradientsOf(params, param), expected, 1e-4, 1e-5, `gradient of ${param}`);
          }
        });
      }
    }
  });
}
