import { expect } from 'chai';
import * as ort from 'onnxruntime-web';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../src/core/errors.js';
import { createRng } from '../../src/core/rng.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { writePytorchDirectory } from '../../src/runs/pytorch-directory.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/formats/checkpoint/checkpoint.js';
import { encodeJson } from '../../src/formats/exports.js';
import { encodeNpz } from '../../src/formats/npz/npy.js';
import { registerOnnxForm } from '../../src/formats/onnx/forms.js';
import { encodeOnnx } from '../../src/formats/onnx/onnx.js';
import { library } from '../../src/inspect/features/index.js';
import { unwatched } from '../../src/inspect/forward/pace.js';
import { ablation } from '../../src/inspect/views/ablation/index.js';
import type { AblationReport } from '../../src/inspect/views/ablation/report.js';
import { flow } from '../../src/inspect/views/flow/index.js';
import type { FlowReport } from '../../src/inspect/views/flow/report.js';
import { gates } from '../../src/inspect/views/gates/index.js';
import type { GatesReport } from '../../src/inspect/views/gates/report.js';
import { allCells, cellNamed, registerCell, watchable } from '../../src/layers/cells.js';
import { modelFromSnapshot } from '../../src/model/language-model.js';
import { sample } from '../../src/sample/sampler.js';
import { languageData } from '../../src/tasks/language.js';
import { arraySource } from '../../src/text/id-source.js';
import { createVocabulary } from '../../src/text/vocabulary.js';
import { trainOptionsSchema } from '../../src/train/options-schema.js';
import { presets } from '../../src/train/presets.js';
import type { TrainOptions } from '../../src/train/options.js';
import { trainNetwork } from '../../src/train/trainer.js';
import { backends, type TestBackend } from '../golden/backends.js';
import { checkLayer, createCellBench } from '../helpers/bench-layer.js';
import { inspectionOf, reportOf } from '../helpers/inspection.js';
import { expectClose } from '../helpers/expect-close.js';
import { toy, toyInOnnx } from './toy-cell.js';
import { theBackend } from '../helpers/backend.js';

const text = 'the cat sat on the mat; "the dog" lay (still) by the door.\n'.repeat(30);
const symbols = [...new Set(text)].sort();
const vocabulary = createVocabulary({ tokens: 'chars', symbols });
const source = arraySource(Array.from(text, (symbol) => vocabulary.idOf(symbol)!));
const options: TrainOptions = {
  ...presets.default,
  model: { ...presets.default.model, cell: toy.name, hidden: 8, layers: 2 },
  lr: 0.02,
  seq: 6,
  batch: 4,
  epochs: null,
  evalEvery: 20,
};

/** The checkpoint of the last step, and the loss of every step. */
async function trained(
  { kernels, memory }: TestBackend,
  steps: number,
  from?: Snapshot,
): Promise<{ snapshot: Snapshot; losses: number[] }> {
  const losses: number[] = [];
  const run = { options: { ...options, steps }, vocabulary, data: languageData(source, options) };
  let snapshot: Snapshot | undefined;
  for await (const event of trainNetwork({ ...run, backend: { kernels, memory }, ...(from && { from }) })) {
    if (event.type === 'step') losses.push(event.loss);
    if (event.type === 'save') snapshot = event.snapshot();
  }
  return { snapshot: snapshot!, losses };
}

describe('a cell defined outside of src', () => {
  let unregister: () => void;
  before(() => (unregister = registerCell(toy)));
  after(() => unregister());

  it('has gradients that agree with central differences', () => {
    const bench = createCellBench(toy, { T: 5, B: 2, D: 3, H: 4 });
    checkLayer(bench, bench.layer, bench.sequence(5, 2, 3));
  });

  it('joins the registry: names, states and configurations; twice is an error', () => {
    expect(cellNamed('toy-sum')).to.equal(toy);
    expect(watchable()).to.include('m');
    expect(trainOptionsSchema.safeParse({ ...options, steps: 1 }).success).to.be.true;
    expect(() => registerCell(toy)).to.throw('exists');
  });

  it('learns, with the same losses from every backend, and resumes exactly from a saved checkpoint', async () => {
    const all = await Promise.all(backends.map((backend) => trained(backend, 80)));
    const [{ losses, snapshot }] = all as [(typeof all)[0]];
    expect(losses.at(-1)).to.be.lessThan(losses[0]! * 0.9);
    for (const other of all) expectClose(other.losses.slice(0, 30), losses.slice(0, 30), 1e-4);
    const half = await trained(backends[0]!, 40);
    const resumed = await trained(backends[0]!, 80, decodeCheckpoint(encodeCheckpoint(half.snapshot)));
    expect(resumed.losses).to.deep.equal(losses.slice(40));
    expect(resumed.snapshot.weights).to.deep.equal(snapshot.weights);
  });

  it('samples, with a unit of its own state clamped', async () => {
    const { snapshot } = await trained(backends[0]!, 20);
    const setup = { ...(await theBackend('wasm')), T: 1, B: 1, training: false };
    const model = modelFromSnapshot(snapshot, setup);
    const clamps = [{ layer: 1, unit: 3, state: 'm', value: 0.5 }];
    const draws = [
      ...sample(model, { prime: Int32Array.of(1), length: 20, temperature: 1, rng: createRng(1), clamps }),
    ];
    expect(draws).to.have.length(20);
    const [h, m] = ['h', 'm'].map((name) => model.layers[1]!.caches.get(name)!);
    expect(m!.data[m!.offset + 3]).to.equal(0.5);
    expect(h!.data[h!.offset + 3]).to.be.closeTo(Math.tanh(0.5), 1e-6);
  });

  it('is inspected: flow, and ablation of its own state; it has no gate that opens and shuts', async () => {
    const { snapshot } = await trained(backends[0]!, 20);
    const backend = await theBackend('wasm');
    const model = modelFromSnapshot(snapshot, { ...backend, T: 16, B: 4, training: false });
    const cell = { layer: 1, unit: 2, state: 'm' };
    const features = library.filter(({ name }) => name === 'double-quotes');
    const question = { cells: [cell], features, featuresNamed: true, clamp: 'zero' } as const;
    const inspection = inspectionOf({ model, backend, pace: unwatched }, vocabulary, text, question);
    expect((await reportOf<GatesReport>(gates, inspection)).gates).to.deep.equal([]);
    const { layers } = await reportOf<FlowReport>(flow, inspection);
    expect(layers[0]!.recurrent).to.deep.equal([]);
    // ∂m/∂m' = 1 and nothing else: the first half of the singular values of a step
    expectClose(layers[0]!.step.slice(8), new Array<number>(8).fill(0), 0, 1e-6);
    const { ablations } = await reportOf<AblationReport>(ablation, inspection);
    expect(ablations[0]!.cell).to.equal('1:2:m');
  });

  it('is exported to ONNX by its step, to plain arrays, and not to PyTorch', async () => {
    const { snapshot } = await trained(backends[0]!, 20);
    const [T, B] = [5, 2];
    const { kernels, memory } = backends[0]!;
    const model = modelFromSnapshot(snapshot, { kernels, memory, T, B, training: false });
    const ids = Int32Array.from({ length: T * B }, (_, i) => i % symbols.length);
    const expected = model.forward(ids, model.createState(), { T }).data;
    expect(() => encodeOnnx(snapshot, 'sequence')).to.throw(UserError);
    const unregisterForm = registerOnnxForm(toy.name, toyInOnnx);
    const session = await ort.InferenceSession.create(encodeOnnx(snapshot, 'sequence'));
    const input = new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [T, B]);
    const { logits } = await session.run({ ids: input });
    expectClose(logits!.data as Float32Array, expected, 1e-4, 1e-5);

    expect(encodeNpz(snapshot.weights).length).to.be.greaterThan(1000);
    expect(encodeJson(snapshot)).to.contain('"cell":"toy-sum"');

    const folder = mkdtempSync(join(tmpdir(), 'toy-'));
    expect(() => writePytorchDirectory(join(folder, 'out'), snapshot))
      .to.throw(UserError)
      .with.deep.property('fields', {
        network: 'toy-sum',
        format: 'pytorch',
        known: 'onnx, npz, json, safetensors',
      });
    rmSync(folder, { recursive: true });
    unregisterForm();
    expect(() => encodeOnnx(snapshot, 'sequence')).to.throw(UserError);
  });
});

describe('the registry of cells', () => {
  it('is unchanged after a cell was removed', () => {
    const unregister = registerCell(toy);
    unregister();
    expect(allCells()).to.not.include(toy);
    expect(() => cellNamed('toy-sum')).to.throw('no cell is called toy-sum');
  });
});
