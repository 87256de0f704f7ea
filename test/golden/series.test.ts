import type { ModelConfig } from '../../src/core/snapshot.js';
import { gradientsOf, weightsOf } from '../../src/core/params.js';
import { createBatch } from '../../src/data/batch.js';
import { createEngine } from '../../src/train/engine.js';
import { expectClose } from '../helpers/expect-close.js';
import { allBackends, type TestBackend } from './backends.js';
import { goldenCases, readGolden, type Golden } from './golden.js';

/** One step on the window of series.py. */
function step(golden: Golden, { kernels, memory }: TestBackend) {
  const config = JSON.parse(golden.metadata['config']!) as ModelConfig;
  const starts = JSON.parse(golden.metadata['starts']!) as number[];
  const labels = JSON.parse(golden.metadata['labels']!) as number[];
  const [numbers, answers] = [golden.get('numbers'), golden.get('targets')];
  const { inputs, targets: columns } = config.series!;
  const B = starts.length;
  const T = numbers.length / (B * inputs.length);
  const indexed = { data: memory.floats(numbers.length), targets: memory.floats(answers.length) };
  indexed.data.set(numbers);
  indexed.targets.set(answers);
  const engine = createEngine(config, { kernels, memory, T, B, indexed });
  for (const [param, values] of golden.group('weight')) weightsOf(engine.params, param).set(values);
  engine.refresh();
  const batch = createBatch(memory, T, B, { starts: true });
  batch.starts!.set(starts);
  for (let place = 0; place < T * B; place++) {
    const [t, b] = [Math.floor(place / B), place % B];
    const isLabel = columns.length === 0;
    batch.x[place] = place;
    batch.y[place] = isLabel ? labels[b]! : place;
    batch.mask[place] = isLabel ? Number(t === T - 1) : Number(t >= starts[b]!);
  }
  return { nats: engine.step(batch, 1), params: engine.params };
}

for (const backend of allBackends) {
  describe(`PyTorch's networks on numbers and the ${backend.name} kernels agree`, () => {
    for (const name of goldenCases('series')) {
      it(`${name}: the loss and every gradient`, () => {
        const golden = readGolden(`series/${name}.safetensors`);
        const { nats, params } = step(golden, backend);
        expectClose([nats], golden.get('loss'), 1e-5, 0, 'loss');
        for (const [param, expected] of golden.group('gradient'))
          expectClose(gradientsOf(params, param), expected, 1e-4, 1e-5, `gradient of ${param}`);
      });
    }
  });
}
