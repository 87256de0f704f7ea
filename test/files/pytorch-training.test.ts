import { execFile, type ExecFileOptionsWithStringEncoding } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { createRng } from '../../src/core/rng.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { readCheckpoint } from '../../src/files/checkpoint.js';
import { writePytorchDirectory } from '../../src/files/pytorch-directory.js';
import { pythonWithTorch } from '../helpers/python-torch.js';
import { randomSnapshot } from '../helpers/random-snapshot.js';
import { taskSnapshot } from '../helpers/snapshots.js';
import { csvOf, randomRows, taskForms } from '../helpers/task-rows.js';

const run = promisify(execFile);
const STEPS = 50;
const SETTINGS = ['--steps', `${STEPS}`, '--epochs', '50', '--val', '0', '--seq', '7', '--lr', '0.002'];

/** 50 steps of train.py by so many processes, with 8 streams or rows in all; the weights that it saves. */
async function train(python: string, folder: string, processes: number, launch: Launch): Promise<Snapshot> {
  const out = `${processes}.safetensors`;
  const args = ['train.py', 'data.csv', '--out', out, '--batch', `${8 / processes}`, ...SETTINGS];
  const env = { ...process.env, OMP_NUM_THREADS: '1' };
  await launch(python, args, { cwd: folder, env, encoding: 'utf8' });
  return readCheckpoint(join(folder, out));
}

type Launch = (
  python: string,
  args: string[],
  options: ExecFileOptionsWithStringEncoding,
) => Promise<unknown>;

const alone: Launch = (python, args, options) => run(python, args, options);

// without --tee, the torchrun of torch 1.13 fails on Python 3.11
const TORCHRUN = '-m torch.distributed.run --standalone --nproc_per_node 2 --redirects 1 --tee 1'.split(' ');
const byTorchrun: Launch = (python, args, options) => run(python, [...TORCHRUN, ...args], options);

/** What torchrun does, without its startup time: the processes find each other by the environment. */
const inTwo: Launch = async (python, args, options) => {
  const place = { WORLD_SIZE: '2', MASTER_ADDR: '127.0.0.1', MASTER_PORT: `${await freePort()}` };
  return Promise.all(
    ['0', '1'].map((RANK) => run(python, args, { ...options, env: { ...options.env, ...place, RANK } })),
  );
};

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    }),
  );
}

function letters(count: number): string {
  const rng = createRng(3);
  return Array.from({ length: count }, () => 'abcdefg'[rng.below(7)]!).join('');
}

describe('train.py of the PyTorch directory', () => {
  let root: string;
  before(() => (root = mkdtempSync(join(tmpdir(), 'torchrun-'))));
  after(() => rmSync(root, { recursive: true }));

  // 27 rows: the last batch of an epoch has 3, none of them for the second process
  const forms = Object.entries(taskForms).filter(([name]) => name !== 'tag' && name !== 'translate');
  const tables = forms.map(
    ([name, task]) => [name, taskSnapshot(task, { hidden: 8 }), csvOf(task, randomRows(task, 27))] as const,
  );
  const text = ['a text', randomSnapshot({ cell: 'lstm', layers: 2, hidden: 8 }), letters(1000)] as const;

  for (const [name, snapshot, data] of [text, ...tables]) {
    it(`computes with two processes what it computes with one: ${name}`, async function () {
      this.timeout(400_000); // torch takes seconds to be imported
      const python = pythonWithTorch(this);
      const folder = join(root, name);
      writePytorchDirectory(folder, snapshot);
      writeFileSync(join(folder, 'data.csv'), data);
      const one = await train(python, folder, 1, alone);
      const two = await train(python, folder, 2, name === 'a text' ? byTorchrun : inTwo);
      let [distance, change] = [0, 0];
      for (const [tensor, { data }] of one.weights) {
        const [other, before] = [two.weights.get(tensor)!.data, snapshot.weights.get(tensor)!.data];
        data.forEach((value, i) => {
          distance = Math.max(distance, Math.abs(value - other[i]!));
          change = Math.max(change, Math.abs(value - before[i]!));
        });
      }
      expect(change).above(0.02);
      expect(distance).below(1e-5);
    });
  }
});
