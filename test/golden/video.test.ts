import type { Floats, Ids } from '../../src/core/floats.js';
import { gradientsOf, weightsOf } from '../../src/core/params.js';
import type { ModelConfig } from '../../src/core/snapshot.js';
import { placeImages } from '../../src/data/clips.js';
import { createModel } from '../../src/model/language-model.js';
import { createLoss } from '../../src/model/loss.js';
import { expectClose } from '../helpers/expect-close.js';
import { allBackends, type TestBackend } from './backends.js';
import { goldenCases, readGolden, type Golden } from './golden.js';

const [T, B] = [4, 3];

/** Logits, loss and gradients of a network whose weights and clips a golden file holds. */
function compute(golden: Golden, { kernels, memory }: TestBackend) {
  const config = JSON.parse(golden.metadata['config']!) as ModelConfig;
  const { size: S, channels: C } = config.images!;
  const data = memory.floats(T * B * S * S * C);
  placeImages({ N: T * B, T: null, C, S, pixels: golden.get('x') as Float32Array, labels: null, perFrame: false }, data);
  const model = createModel(config, { kernels, memory, T, B, training: true, indexed: { data } });
  for (const [name, values] of golden.group('weight')) weightsOf(model.params, name).set(values);
  model.refresh();
  const loss = createLoss(kernels, memory, { T, B, V: config.outputs! });
  const x = model.createInput();
  x.forEach((_, i) => (x[i] = i));
  const y = memory.ids(T * B);
  y.set(golden.get('y') as Ids);
  const logits = model.forward(x, model.createState(), { T });
  const copy = logits.data.slice();
  const nats = loss.apply(logits, { y, mask: memory.floats(T * B).fill(1), T }, 1 / (T * B));
  model.backward(logits, model.createState(), { T });
  return { logits: copy as Floats, loss: nats / (T * B), params: model.params };
}

for (const backend of allBackends) {
  describe(`PyTorch and the ${backend.name} kernels agree on networks for clips`, () => {
    for (const name of goldenCases('video')) {
      it(`${name}: logits, loss and every gradient`, () => {
        const golden = readGolden(`video/${name}.safetensors`);
        const { logits, loss, params } = compute(golden, backend);
        expectClose(logits, golden.get('logits'), 1e-5, 1e-5, 'logits');
        expectClose([loss], golden.get('loss') as Floats, 1e-5, 0, 'loss');
        for (const [weight, expected] of golden.group('gradient')) {
          expectClose(gradientsOf(params, weight), expected, 1e-4, 1e-5, `∂L/∂${weight}`);
        }
      });
    }
  });
}
