import { expect } from 'chai';
import type { Floats } from '../../src/core/floats.js';
import { createPlainMemory } from '../../src/core/memory.js';
import { createRng } from '../../src/core/rng.js';
import type { ModelConfig } from '../../src/core/snapshot.js';
import { createBatch, type Batch, type BatchParts } from '../../src/data/batch.js';
import { js } from '../../src/kernels/js/index.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { cellNames } from '../../src/layers/cells.js';
import type { Pass } from '../../src/layers/layer.js';
import type { Memory } from '../../src/core/memory.js';
import { initialize } from '../../src/model/initialize.js';
import { createModel } from '../../src/model/language-model.js';
import { createLoss } from '../../src/model/loss.js';
import { outputsOf } from '../../src/model/shapes.js';
import { gradcheck } from '../helpers/gradcheck.js';
import { theBackendOrSkip } from '../helpers/backend.js';

const wide = { distribution: 'uniform', scale: 0.8, zeroBiases: false, forgetBias: 1 } as const;
const [V, D, T] = [5, 3, 6];
const config = (cell: string, changes: Partial<ModelConfig> = {}): ModelConfig => ({
  cell,
  hidden: 4,
  layers: 2,
  embedding: 0,
  dropout: 0,
  recurrentBias: true,
  vocabulary: V,
  ...changes,
});

/** A row of a batch: symbols that end at step T − 1, a class for the last one, and what else a network may read. */
interface Row {
  readonly symbols: readonly number[];
  readonly label: number;
  readonly source: readonly number[];
  readonly condition: readonly number[];
}

const row = (length: number, n: number): Row => ({
  symbols: Array.from({ length }, (_, i) => (i * 3 + n) % V),
  label: n % 4,
  source: Array.from({ length: ((length + n) % T) + 1 }, (_, i) => (i + 2 * n) % 3),
  condition: Array.from({ length: D }, (_, i) => Math.sin(n + i)),
});

function fill(batch: Batch, rows: readonly Row[]): void {
  const { B } = batch;
  rows.forEach(({ symbols, label, source, condition }, b) => {
    const start = T - symbols.length;
    batch.starts?.fill(start, b, b + 1);
    symbols.forEach((id, i) => (batch.x[(start + i) * B + b] = id));
    batch.y[(T - 1) * B + b] = label;
    batch.mask[(T - 1) * B + b] = 1;
    source.forEach((id, i) => batch.source && (batch.source.x[(T - source.length + i) * B + b] = id));
    batch.source?.starts.fill(T - source.length, b, b + 1);
    batch.condition?.set(condition, b * D);
  });
}

function build(
  model: ModelConfig,
  rows: readonly Row[],
  parts: BatchParts,
  { kernels, memory }: { kernels: Kernels; memory: Memory },
) {
  const B = rows.length;
  const network = createModel(model, { kernels, memory, T, B, training: true });
  initialize(network.params, model, wide, createRng(3));
  const loss = createLoss(kernels, memory, { T, B, V: outputsOf(model) });
  const batch = createBatch(memory, T, B, parts);
  fill(batch, rows);
  const pass: Pass = { ...batch, dropoutKey: model.dropout > 0 ? 7 : undefined };
  const state = network.createState();
  function run() {
    network.refresh();
    for (const name in state) state[name]!.fill(0);
    const logits = network.forward(batch.x, state, pass);
    return { logits, nats: loss.apply(logits, batch, 1) };
  }
  function backward(logits: ReturnType<typeof run>['logits']): Floats {
    network.backward(logits, network.createState(), pass);
    return network.params.gradients;
  }
  return { network, batch, state, run, backward, natsOf: (b: number) => loss.nats[(T - 1) * B + b]! };
}

const float64 = () => ({ kernels: js, memory: createPlainMemory(Float64Array) });
const rows = [row(6, 0), row(2, 1), row(1, 2), row(5, 3)];

const kinds: Record<string, { model: Partial<ModelConfig>; parts: BatchParts }> = {
  'rows that begin later': { model: { outputs: 4 }, parts: { starts: true } },
  'rows that begin later, an embedding and dropout': {
    model: { outputs: 4, embedding: 3, dropout: 0.3 },
    parts: { starts: true },
  },
  'a condition vector': { model: { outputs: 4, condition: D }, parts: { condition: D } },
  'a source network': { model: { outputs: 4, sourceVocabulary: 3 }, parts: { source: true } },
  'a source network with an embedding and dropout': {
    model: { outputs: 4, sourceVocabulary: 3, embedding: 3, dropout: 0.3 },
    parts: { source: true },
  },
  'a source network and a condition vector': {
    model: { outputs: 4, sourceVocabulary: 3, condition: D },
    parts: { source: true, condition: D },
  },
};

describe('a batch of rows of different lengths', () => {
  for (const cell of cellNames()) {
    for (const [kind, { model, parts }] of Object.entries(kinds)) {
      it(`${cell}, ${kind}: every gradient agrees with finite differences in float64`, () => {
        const { network, run, backward } = build(config(cell, model), rows, parts, float64());
        const gradients = backward(run().logits).slice();
        for (const { name, offset, length } of network.params.table.values()) {
          const weights = network.params.weights.subarray(offset, offset + length);
          const gradient = gradients.subarray(offset, offset + length);
          expect(Math.max(...gradient.map(Math.abs)), name).to.be.above(0);
          gradcheck(name, weights, gradient, () => run().nats);
        }
      });
    }

    for (const name of ['js', 'wasm', 'blas'] as const) {
      it(`${cell}: the loss of a row alone is its loss in any batch (${name})`, async function () {
        const backend = await theBackendOrSkip(name, this);
        for (const { model, parts } of Object.values(kinds).filter(({ model }) => !model.dropout)) {
          const together = build(config(cell, model), rows, parts, backend);
          together.run();
          rows.forEach((row, b) => {
            const alone = build(config(cell, model), [row], parts, backend);
            alone.run();
            if (name === 'js') expect(alone.natsOf(0)).to.equal(together.natsOf(b));
            else expect(alone.natsOf(0)).to.be.closeTo(together.natsOf(b), 1e-6);
          });
        }
      });
    }

    it(`${cell}: a row that has not begun has a state of 0, whatever the symbols in its place`, () => {
      const { batch, run } = build(config(cell, { outputs: 4 }), rows, { starts: true }, float64());
      const before = run().nats;
      batch.x[1] = 4; // rows 1 and 2 have not begun at steps 0 and 1
      batch.x[4 + 2] = 3;
      expect(run().nats).to.equal(before);
    });
  }

  it('has a gradient of 0 at the state before step 0 in rows that begin later', () => {
    const { network, batch, run } = build(config('lstm', { outputs: 4 }), rows, { starts: true }, float64());
    const dState = network.createState();
    network.backward(run().logits, dState, batch);
    for (const values of Object.values(dState)) {
      expect([...values.subarray(4)]).to.deep.equal([...values.subarray(4)].map(() => 0));
      expect(Math.max(...values.subarray(0, 4).map(Math.abs))).to.be.above(0);
    }
  });
});
