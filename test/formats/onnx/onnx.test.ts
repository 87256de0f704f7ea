import { expect } from 'chai';
import * as ort from 'onnxruntime-web';
import { UserError } from '../../../src/core/errors.js';
import { createPlainMemory } from '../../../src/core/memory.js';
import { imagesInMemory } from '../../../src/data/clips.js';
import { createRng } from '../../../src/core/rng.js';
import type { ModelConfig, Snapshot } from '../../../src/core/snapshot.js';
import { encodeOnnx } from '../../../src/formats/onnx/onnx.js';
import { js } from '../../../src/kernels/js/index.js';
import { cellNames } from '../../../src/layers/cells.js';
import { modelFromSnapshot } from '../../../src/model/language-model.js';
import { randomSnapshot } from '../../helpers/random-snapshot.js';
import { taskSnapshot } from '../../helpers/snapshots.js';
import { answerLogits, randomRows, taskForms } from '../../helpers/task-rows.js';

// one thread: its pool of workers would outlive the tests
ort.env.wasm.numThreads = 1;

const T = 9;
const B = 3;

/** Ours: logits [T, B, V] and the state after them. */
function run(snapshot: Snapshot, ids: Int32Array) {
  const model = modelFromSnapshot(snapshot, {
    kernels: js,
    memory: createPlainMemory(),
    T,
    B,
    training: false,
  });
  const state = model.createState();
  const logits = Array.from(model.forward(ids, state, { T }).data);
  return { logits, state };
}

const int64 = (ids: Int32Array, T: number) =>
  new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [T, ids.length / T]);

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).equal(b.length);
  return Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce((x, y) => Math.max(x, y), 0);
}

const models: (Partial<ModelConfig> & Pick<ModelConfig, 'cell'>)[] = cellNames().flatMap((cell) => [
  { cell, layers: 1 },
  { cell, layers: 2, embedding: 4 },
  { cell, layers: 3, hidden: 16, recurrentBias: false },
]);
models.push({ cell: 'lstm', layers: 1, ngrams: { order: 4, rows: 50, size: 3, dropout: 0.2 } });
models.push({ cell: 'gru', layers: 2, embedding: 4, ngrams: { order: 2, rows: 20, size: 5, dropout: 0 } });

describe('encodeOnnx, run by ONNX Runtime', () => {
  const rng = createRng(7);
  const ids = Int32Array.from({ length: T * B }, () => rng.below(7));

  for (const model of models) {
    const snapshot = randomSnapshot(model);
    const { logits, state } = run(snapshot, ids);

    it(`gives our logits for whole sequences: ${JSON.stringify(model)}`, async () => {
      const session = await ort.InferenceSession.create(encodeOnnx(snapshot, 'sequence'));
      const result = await session.run({ ids: int64(ids, T) });
      expect(result['logits']!.dims).deep.equal([T, B, 7]);
      expect(distance(result['logits']!.data as Float32Array, logits)).below(1e-5);
    });

    it(`gives our logits and states step by step: ${JSON.stringify(model)}`, async () => {
      const session = await ort.InferenceSession.create(encodeOnnx(snapshot, 'step'));
      let carried: Record<string, ort.Tensor> = {};
      for (const [name, { length }] of Object.entries(state))
        carried[name] = new ort.Tensor('float32', new Float32Array(length), [1, B, length / B]);
      for (let t = 0; t < T; t++) {
        const result = await session.run({ ids: int64(ids.slice(t * B, (t + 1) * B), 1), ...carried });
        const expected = logits.slice(t * B * 7, (t + 1) * B * 7);
        expect(distance(result['logits']!.data as Float32Array, expected)).below(1e-5);
        carried = Object.fromEntries(Object.keys(state).map((name) => [name, result[`${name}_out`]!]));
      }
      for (const name in state)
        expect(distance(carried[name]!.data as Float32Array, state[name]!)).below(1e-5);
    });
  }

  it('gives as many logits as a network has labels, and carries the labels', async () => {
    const snapshot = randomSnapshot({ cell: 'lstm', outputs: 4 });
    const bytes = encodeOnnx(snapshot, 'sequence');
    const session = await ort.InferenceSession.create(bytes);
    const result = await session.run({ ids: int64(ids, T) });
    expect(result['logits']!.dims).deep.equal([T, B, 4]);
    expect(distance(result['logits']!.data as Float32Array, run(snapshot, ids).logits)).below(1e-5);
    expect(Buffer.from(bytes).toString('latin1')).contain('["label 0","label 1"');
  });

  it('carries the vocabulary and the configuration in its metadata', () => {
    const text = Buffer.from(encodeOnnx(randomSnapshot({ cell: 'gru' }), 'step')).toString('latin1');
    expect(text).contain('"symbols":["a","b","c","d","e","f","g"]').contain('"cell":"gru"');
  });
});

describe('encodeOnnx of a model of a table, run by ONNX Runtime', () => {
  for (const name of ['classify', 'tag', 'tag with a delay']) {
    const task = taskForms[name]!;
    const rows = randomRows(task, 6);
    const lengths = rows.map(({ example }) => example.source.length);
    const longest = Math.max(...lengths);
    // after a row's end stands whatever symbol there is
    const ids = Int32Array.from({ length: longest * rows.length }, (_, i) => {
      const [t, b] = [Math.floor(i / rows.length), i % rows.length];
      return rows[b]!.example.source[t] ?? i % task.source.length;
    });

    for (const [cell, embedding] of cellNames().flatMap((cell) => [0, 3].map((E) => [cell, E] as const))) {
      it(`gives our logits for rows of different lengths: ${name}, ${cell}, ${embedding ? 'embedding' : 'one-hot'}`, async () => {
        const snapshot = taskSnapshot(task, { cell, embedding });
        const session = await ort.InferenceSession.create(encodeOnnx(snapshot, 'sequence'));
        const feeds = {
          ids: int64(ids, longest),
          lengths: new ort.Tensor('int64', BigInt64Array.from(lengths, BigInt)),
        };
        expect(session.inputNames).deep.equal(name === 'tag' ? ['ids'] : ['ids', 'lengths']);
        const { logits } = await session.run(
          Object.fromEntries(session.inputNames.map((input) => [input, feeds[input as 'ids']])),
        );
        const O = task.target.length;
        expect(logits!.dims).deep.equal(name === 'classify' ? [6, O] : [longest, 6, O]);
        const found = logits!.data as Float32Array;
        answerLogits(snapshot, rows).forEach((expected, b) => {
          const own = Array.from({ length: expected.length / O }, (_, t) => t * 6 + b);
          const answers = own.flatMap((at) => [...found.subarray(at * O, (at + 1) * O)]);
          expect(distance(answers, expected)).below(1e-5);
        });
      });
    }
  }

  it('of tasks that ONNX cannot express is refused, with the available formats', () => {
    for (const [name, network] of [
      ['translate', 'encoder-decoder'],
      ['generate from numbers', 'condition'],
    ] as const) {
      expect(() => encodeOnnx(taskSnapshot(taskForms[name]!), 'sequence'))
        .throw(UserError)
        .with.deep.property('fields', { network, format: 'onnx', known: 'pytorch, npz, json, safetensors' });
    }
  });
});

describe('encodeOnnx of networks on clips, run by ONNX Runtime', () => {
  const [T, B, S, C] = [4, 3, 8, 2];
  const pixels = Float32Array.from({ length: T * B * C * S * S }, (_, i) => ((7 * i * i + i) % 101) / 101);

  /** Ours: logits [T, B, O]. */
  function logitsOf(snapshot: Snapshot): number[] {
    const memory = createPlainMemory();
    const data = imagesInMemory({ N: T * B, T: null, C, S, pixels, labels: null, perFrame: false }, memory);
    const setup = { kernels: js, memory, T, B, training: false, indexed: { data } };
    const model = modelFromSnapshot(snapshot, setup);
    const x = Int32Array.from({ length: T * B }, (_, i) => i);
    return [...model.forward(x, model.createState(), { T }).data];
  }

  for (const { cell, layers, network, recurrentBias } of [
    ...(['frames', 'cnn-lstm'] as const).map((network) => ({
      cell: 'lstm',
      layers: 1,
      network,
      recurrentBias: true,
    })),
    ...cellNames().flatMap((cell) =>
      [1, 2].map((layers) => ({ cell, layers, network: 'conv' as const, recurrentBias: layers === 1 })),
    ),
  ]) {
    it(`gives our logits: ${network}, ${layers} × ${cell}`, async () => {
      const images = { network, size: S, channels: C, kernel: 3, features: 6 };
      const snapshot = randomSnapshot(
        { cell, layers, hidden: 4, vocabulary: 0, outputs: 3, recurrentBias, images },
        { deviation: 0.3 },
      );
      const session = await ort.InferenceSession.create(encodeOnnx(snapshot, 'sequence'));
      const result = await session.run({ frames: new ort.Tensor('float32', pixels, [T, B, C, S, S]) });
      expect(result['logits']!.dims).deep.equal([T, B, 3]);
      expect(distance(result['logits']!.data as Float32Array, logitsOf(snapshot))).below(1e-5);
    });
  }
});
