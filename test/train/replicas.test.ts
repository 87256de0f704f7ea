import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import type { ModelConfig } from '../../src/core/snapshot.js';
import type { BackendName } from '../../src/kernels/index.js';
import { createBatch, type BatchParts } from '../../src/data/batch.js';
import { cellNames } from '../../src/layers/cells.js';
import type { Outcome as EngineOutcome } from '../../src/model/loss.js';
import { createEngine } from '../../src/train/engine.js';
import { divide } from '../../src/train/replica.js';
import { createReplicas } from '../../src/train/replicas.js';
import { expectClose } from '../helpers/expect-close.js';
import { backendNames, theBackend } from '../helpers/backend.js';

const config: ModelConfig = {
  cell: 'lstm',
  hidden: 7,
  layers: 2,
  embedding: 0,
  dropout: 0.3,
  recurrentBias: true,
  vocabulary: 5,
};
/** The same with one mask for a window, and dropped weights. */
const regularized: ModelConfig = { ...config, dropoutMask: 'window', inputDropout: 0.3, weightDropout: 0.4 };
const [T, B] = [4, 5];

interface Outcome {
  readonly nats: number[];
  readonly evaluations: EngineOutcome[];
  readonly gradients: Float32Array;
  readonly state: Float32Array;
}

/** Three steps with a small update between them, and an evaluation, on so many threads (0: without replicas). */
async function run(
  threads: number,
  backend: BackendName = 'wasm',
  model = config,
  batchParts?: BatchParts,
): Promise<Outcome> {
  const { kernels, memory } = await theBackend(backend);
  const create = threads === 0 ? createEngine : createReplicas(threads, backend);
  const engine = await create(model, { kernels, memory, T, B, batchParts });
  const { weights, gradients } = engine.params;
  for (let i = 0; i < weights.length; i++) weights[i] = Math.sin(i * 7.1) * 0.4;
  engine.refresh();
  memory.floats(1 << 20); // so that the batch lies in pages that did not exist when the workers began
  const batch = createBatch(memory, T, B, batchParts);
  batch.starts?.set([0, 2, 1, 3, 0]);
  batch.condition?.set(Array.from({ length: 2 * B }, (_, i) => Math.cos(i)));
  batch.source?.x.set(Array.from({ length: T * B }, (_, i) => (i * i) % 3));
  batch.source?.starts.set([1, 0, 2, 0, 1]);
  batch.T = T;
  const nats: number[] = [];
  for (let step = 0; step < 3; step++) {
    for (let i = 0; i < T * B; i++) {
      batch.x[i] = (i * 3 + step) % 5;
      batch.y[i] = (i * 2 + step) % 5;
      batch.mask[i] = i % 7 === 0 ? 0 : 1;
    }
    nats.push(engine.step(batch, 0.1, 12345 + step));
    kernels.sgd(weights.length, weights, gradients, memory.floats(weights.length), 0.1, 0);
    engine.refresh();
  }
  batch.T = T - 1;
  const evaluations = [engine.evaluate(batch, true), engine.evaluate(batch, false)];
  const state = Object.values(engine.state).flatMap((values) => [...values]);
  const outcome = {
    nats,
    evaluations,
    gradients: Float32Array.from(gradients),
    state: Float32Array.from(state),
  };
  engine.close();
  return outcome;
}

describe('replicas', () => {
  it('divide the batch rows into contiguous runs of nearly the same length', () => {
    for (const [total, count] of [
      [5, 2],
      [50, 3],
      [7, 7],
      [9, 4],
    ] as const) {
      const shards = divide(total, count);
      expect(shards[0]!.first).to.equal(0);
      shards.slice(1).forEach((shard, i) => expect(shard.first).to.equal(shards[i]!.first + shards[i]!.B));
      expect(shards.reduce((sum, { B }) => sum + B, 0)).to.equal(total);
      expect(shards.every(({ B }) => B >= Math.floor(total / count) && B <= shards[0]!.B)).to.be.true;
    }
  });

  for (const cell of cellNames()) {
    it(`give the loss, the gradient and the state of one thread, on 1, 2, 3 and too many threads (${cell})`, async () => {
      const model = { ...config, cell };
      const alone = await run(0, 'wasm', model);
      for (const threads of [1, 2, 3, 9]) {
        const together = await run(threads, 'wasm', model);
        expectClose(together.nats, alone.nats, 1e-5);
        expectClose(together.gradients, alone.gradients, 1e-4, 1e-6);
        expectClose(together.state, alone.state, 1e-5, 1e-6);
        together.evaluations.forEach(({ nats, ...counts }, i) => {
          const { nats: expected, ...others } = alone.evaluations[i]!;
          expectClose([nats], [expected], 1e-5);
          expect(counts).to.deep.equal(others);
        });
      }
    });
  }

  it('drop the same units and weights as one thread, with one mask for a window', async () => {
    const alone = await run(0, 'wasm', regularized);
    const together = await run(3, 'wasm', regularized);
    expectClose(together.nats, alone.nats, 1e-5);
    expectClose(together.gradients, alone.gradients, 1e-4, 1e-6);
  });

  it('share what a batch of a task has besides: starts, condition, the window of a source network', async () => {
    const model = { ...config, sourceVocabulary: 3, condition: 2, outputs: 6, embedding: 3 };
    const parts = { starts: true, source: true, condition: 2 };
    const alone = await run(0, 'wasm', model, parts);
    for (const threads of [2, 3]) {
      const together = await run(threads, 'wasm', model, parts);
      expectClose(together.nats, alone.nats, 1e-5);
      expectClose(together.gradients, alone.gradients, 1e-4, 1e-6);
    }
    expect(Math.hypot(...alone.gradients.subarray(0, 9))).to.be.above(0); // source.encoder.weight
  });

  it('are the same, bit for bit, run after run with the same number of threads', async () => {
    expect(await run(3)).to.deep.equal(await run(3));
  });

  it('work with every backend', async () => {
    const alone = await run(0, 'js');
    for (const backend of backendNames) {
      expectClose((await run(2, backend)).nats, alone.nats, 1e-5);
    }
  });

  it('end with the process, with or without close()', () => {
    for (const end of [
      'engine.close()',
      'undefined',
      'process.exit(0)',
      'process.kill(process.pid, "SIGTERM")',
    ]) {
      const script = `
        const { chooseBackend } = await import(${JSON.stringify(new URL('../../src/kernels/index.js', import.meta.url).href)});
        const { createReplicas } = await import(${JSON.stringify(new URL('../../src/train/replicas.js', import.meta.url).href)});
        const { kernels, memory } = await chooseBackend('wasm');
        const engine = await createReplicas(2, 'wasm')(${JSON.stringify(config)}, { kernels, memory, T: 4, B: 5 });
        engine.refresh();
        ${end};`;
      const node = () =>
        execFileSync(process.execPath, ['--input-type=module', '-e', script], {
          timeout: 15_000,
          stdio: 'pipe',
        });
      if (end.includes('SIGTERM')) expect(node).to.throw().with.property('signal', 'SIGTERM');
      else node();
    }
  });
});
