import { expect } from 'chai';
import * as ort from 'onnxruntime-web';
import { createRng } from '../../src/core/rng.js';
import { evaluate } from '../../src/eval/evaluate.js';
import { scoreRow } from '../../src/eval/score-row.js';
import { encodeOnnx } from '../../src/formats/onnx/onnx.js';
import type { BackendName } from '../../src/kernels/index.js';
import { cellNames } from '../../src/layers/cells.js';
import { arraySource } from '../../src/text/id-source.js';
import { randomSnapshot } from '../helpers/random-snapshot.js';
import { backendNames, theBackend } from '../helpers/backend.js';

ort.env.wasm.numThreads = 1;

const V = 31;
const rng = createRng(11);
const ids = Int32Array.from({ length: 301 }, () => rng.below(V));

describe('eval of a fixed model gives the same loss', () => {
  for (const cell of cellNames()) {
    const snapshot = randomSnapshot({ cell, hidden: 33, layers: 2, vocabulary: V }, { deviation: 0.3 });
    const lossWith = async (name: BackendName) => {
      const { kernels, memory } = await theBackend(name);
      return (await evaluate(snapshot, arraySource(ids), { kernels, memory })).loss;
    };

    it(`through every backend and ONNX Runtime: ${cell}`, async () => {
      const loss = await lossWith('js');
      for (const name of backendNames) expect(await lossWith(name), name).closeTo(loss, 1e-5);
      const session = await ort.InferenceSession.create(encodeOnnx(snapshot, 'sequence'));
      const x = new ort.Tensor('int64', BigInt64Array.from(ids.subarray(0, -1), BigInt), [300, 1]);
      const logits = (await session.run({ ids: x }))['logits']!.data as Float32Array;
      const score = { nats: 0, entropy: 0, rank: 0 };
      let sum = 0;
      for (let t = 0; t < 300; t++) {
        sum += scoreRow(logits.subarray(t * V, (t + 1) * V), ids[t + 1]!, score).nats;
      }
      expect(sum / 300).closeTo(loss, 1e-5);
    });
  }
});
