import type { Floats, Ids } from '../../src/core/floats.js';
import type { State } from '../../src/layers/layer.js';
import { gradientsOf, weightsOf } from '../../src/core/params.js';
import type { ModelConfig } from '../../src/core/snapshot.js';
import { createModel } from '../../src/model/language-model.js';
import { createLoss } from '../../src/model/loss.js';
import { createOptimizer } from '../../src/optim/index.js';
import { expectClose } from '../helpers/expect-close.js';
import { allBackends, type TestBackend } from './backends.js';
import { goldenCases, readGolden, type Golden } from './golden.js';

const [T, B, STEPS] = [7, 3, 10];
const rates = { momentum: 0, rho: 0, beta1: 0.9, beta2: 0.999, weightDecay: 0 };
const adam = { ...rates, name: 'adam', epsilon: 1e-8 } as const;

/** The model of a golden file, with its weights and the state it starts from. */
function setUp(golden: Golden, { kernels, memory }: TestBackend) {
  const config = JSON.parse(golden.metadata['config']!) as ModelConfig;
  const model = createModel(config, { kernels, memory, T, B, training: true });
  for (const [name, values] of golden.group('weight')) weightsOf(model.params, name).set(values);
  model.refresh();
  const state = model.createState();
  for (const [name, values] of golden.group('before')) state[name]!.set(values);
  const loss = createLoss(kernels, memory, { T, B, V: config.vocabulary });
  const mask = memory.floats(T * B).fill(1);
  const x = model.createInput();
  const y = memory.ids(T * B);

  /** Mean loss of window `step`, its gradients, and (copied) its logits. */
  function window(step: number): { loss: number; logits: Floats } {
    const at = (name: string) => (golden.get(name) as Ids).subarray(step * T * B, (step + 1) * T * B);
    x.set(at('x'));
    y.set(at('y'));
    const logits = model.forward(x, state, { T });
    const copy = logits.data.slice();
    const nats = loss.apply(logits, { y, mask, T }, 1 / (T * B));
    model.params.gradients.fill(0);
    model.backward(logits, model.createState(), { T });
    return { loss: nats / (T * B), logits: copy };
  }

  const optimizer = createOptimizer(adam, { params: model.params, kernels, memory });
  return { model, state, optimizer, window };
}

function expectGroup(golden: Golden, group: string, actual: (name: string) => Floats, tolerance: number) {
  for (const [name, expected] of golden.group(group)) {
    expectClose(actual(name), expected, tolerance, tolerance / 10, `${group} ${name}`);
  }
}

for (const backend of allBackends) {
  describe(`PyTorch and the ${backend.name} kernels agree`, () => {
    for (const name of goldenCases('pytorch')) {
      const golden = readGolden(`pytorch/${name}.safetensors`);

      it(`${name}: logits, loss, state and every gradient`, () => {
        const { model, state, window } = setUp(golden, backend);
        const { loss, logits } = window(0);
        expectClose(logits, golden.get('logits'), 1e-5, 1e-6, 'logits');
        expectClose([loss], [golden.get('losses')[0]!], 1e-6, 0, 'loss');
        expectGroup(golden, 'gradient', (param) => gradientsOf(model.params, param), 1e-5);
        expectGroup(golden, 'after', (part) => (state as State)[part]!, 1e-5);
      });

      it(`${name}: ten steps of Adam, the state carried on`, () => {
        const { model, optimizer, window } = setUp(golden, backend);
        const losses: number[] = [];
        for (let step = 0; step < STEPS; step++) {
          losses.push(window(step).loss);
          optimizer.update(step + 1, 0.01);
          model.refresh();
        }
        expectClose(losses, golden.get('losses'), 1e-5, 0, 'losses');
        expectGroup(golden, 'trained', (param) => weightsOf(model.params, param), 1e-3);
      });
    }
  });
}
