import { createParams } from '../../src/core/params.js';
import { clip } from '../../src/optim/clip.js';
import { createOptimizer } from '../../src/optim/index.js';
import type { OptimizerOptions } from '../../src/optim/optimizer.js';
import { expectClose } from '../helpers/expect-close.js';
import { allBackends, type TestBackend } from './backends.js';
import { readGolden } from './golden.js';

const golden = readGolden('optimizers.safetensors');
const N = golden.get('start').length;
const STEPS = golden.get('gradients').length / N;

const defaults = { momentum: 0, rho: 0.95, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
const paths: [path: string, of: string, lr: number, options: OptimizerOptions][] = [
  ['sgd', 'PyTorch', 0.05, { ...defaults, name: 'sgd' }],
  ['momentum', 'PyTorch', 0.05, { ...defaults, name: 'sgd', momentum: 0.9 }],
  ['adam', 'PyTorch', 0.01, { ...defaults, name: 'adam' }],
  ['adamw', 'PyTorch', 0.01, { ...defaults, name: 'adamw', weightDecay: 0.1 }],
  ['rmsprop', 'PyTorch', 2e-3, { ...defaults, name: 'rmsprop' }],
  ['adagrad', 'min-char-rnn', 0.1, { ...defaults, name: 'adagrad' }],
];

/** Parameters at the beginning of the golden paths, with the gradients of the first step. */
function setUp({ kernels, memory }: TestBackend) {
  const shapes = [
    { name: 'W', shape: [3, 4] },
    { name: 'b', shape: [N - 12] },
  ];
  const params = createParams(memory, shapes, { gradients: true });
  params.weights.set(golden.get('start'));
  params.gradients.set(golden.get('gradients').subarray(0, N));
  return { params, kernels, memory };
}

for (const backend of allBackends) {
  describe(`optimizers with the ${backend.name} kernels`, () => {
    for (const [path, of, lr, options] of paths) {
      it(`${path} takes the path it takes in ${of}`, () => {
        const setup = setUp(backend);
        const optimizer = createOptimizer(options, setup);
        for (let step = 0; step < STEPS; step++) {
          const range = [step * N, (step + 1) * N] as const;
          setup.params.gradients.set(golden.get('gradients').subarray(...range));
          optimizer.update(step + 1, lr);
          expectClose(setup.params.weights, golden.get(path).subarray(...range), 1e-5, 1e-6, `step ${step}`);
        }
      });
    }

    it('clipping by norm and by value is that of PyTorch', () => {
      for (const limits of [
        { clipNorm: 2, clipValue: 0 },
        { clipNorm: 0, clipValue: 0.5 },
      ]) {
        const { params, kernels } = setUp(backend);
        const norm = Math.sqrt(kernels.sumSquares(N, params.gradients));
        clip(params.gradients, norm, limits, kernels);
        expectClose(params.gradients, golden.get(limits.clipNorm ? 'clip-norm' : 'clip-value'), 1e-5, 0);
      }
    });
  });
}
