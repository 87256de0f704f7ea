import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { UserError } from '../../src/core/errors.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { readCheckpoint } from '../../src/files/checkpoint.js';
import { writePytorchDirectory } from '../../src/files/pytorch-directory.js';
import { js } from '../../src/kernels/js/index.js';
import { cellNames } from '../../src/layers/cells.js';
import { modelFromSnapshot } from '../../src/model/language-model.js';
import { randomSnapshot } from '../helpers/random-snapshot.js';

const snapshots = cellNames().flatMap((cell) => [
  randomSnapshot({ cell }),
  randomSnapshot({ cell, layers: 2, embedding: 4, dropout: 0.5 }),
  randomSnapshot({ cell, layers: 3, hidden: 16, recurrentBias: false }),
  randomSnapshot({ cell, outputs: 4 }),
]);
const ids = Int32Array.from({ length: 9 * 3 }, (_, i) => (5 * i * i + i) % 7);

function logitsOf(snapshot: Snapshot): number[] {
  const setup = { kernels: js, memory: createPlainMemory(), T: 9, B: 3, training: false };
  const model = modelFromSnapshot(snapshot, setup);
  return [...model.forward(ids, model.createState(), { T: 9 }).data];
}

/** Reads every directory's model and ids.json, saves the model again, and prints the logits. */
const script = `
import json, sys
sys.path.insert(0, sys.argv[1])
import torch, char_rnn
logits = []
for folder in sys.argv[1:]:
    model, vocabulary = char_rnn.load(folder + "/model.safetensors")
    model.eval()
    ids = torch.tensor(json.load(open(folder + "/ids.json"))).reshape(9, 3)
    logits.append(model(ids)[0].flatten().tolist())
    char_rnn.save(folder + "/again.safetensors", model, vocabulary)
print(json.dumps(logits))
`;

describe('the PyTorch directory', () => {
  let root: string;
  let folders: string[];
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'pytorch-'));
    folders = snapshots.map((snapshot, i) => {
      writePytorchDirectory(join(root, `${i}`), snapshot);
      writeFileSync(join(root, `${i}`, 'ids.json'), JSON.stringify([...ids]));
      return join(root, `${i}`);
    });
  });
  after(() => rmSync(root, { recursive: true }));

  it('holds weights, configuration, vocabulary and scripts', () => {
    const names = writePytorchDirectory(folders[0]!, snapshots[0]!);
    const scripts = ['char_rnn.py', 'sample.py', 'train.py'];
    expect(names).deep.equal(['model.safetensors', 'config.json', 'vocabulary.json', ...scripts]);
    expect(readCheckpoint(join(folders[0]!, 'model.safetensors'))).deep.equal(snapshots[0]);
    const config = JSON.parse(readFileSync(join(folders[0]!, 'config.json'), 'utf8')) as object;
    expect(config).deep.equal(snapshots[0]!.model);
  });

  it('of a network with labels holds its module alone', () => {
    const names = writePytorchDirectory(folders[3]!, snapshots[3]!);
    expect(names).to.include('char_rnn.py').and.not.include('sample.py');
  });

  it('is refused for networks that PyTorch scripts do not build, with the formats that remain', () => {
    for (const [change, network] of [
      [{ condition: 3 }, 'condition'],
      [{ sourceVocabulary: 4 }, 'encoder-decoder'],
    ] as const) {
      const snapshot = { ...snapshots[0]!, model: { ...snapshots[0]!.model, ...change } };
      expect(() => writePytorchDirectory(join(root, 'refused'), snapshot))
        .to.throw(UserError)
        .with.deep.property('fields', { network, format: 'pytorch', known: 'npz, json, safetensors' });
    }
  });

  it('gives our logits in PyTorch, and what PyTorch saves is read back to the bit', function () {
    this.timeout(60_000);
    // only where PyTorch is installed
    const hasTorch = (python: string) => spawnSync(python, ['-c', 'import torch']).status === 0;
    const python = ['python3', '/usr/bin/python3'].find(hasTorch);
    if (python === undefined) this.skip();
    const output = execFileSync(python, ['-c', script, ...folders], { encoding: 'utf8' });
    const logits = JSON.parse(output) as number[][];
    snapshots.forEach((snapshot, i) => {
      logitsOf(snapshot).forEach((value, j) => expect(logits[i]![j]).closeTo(value, 1e-5));
      expect(readCheckpoint(join(folders[i]!, 'again.safetensors'))).deep.equal(snapshot);
    });
  });
});
