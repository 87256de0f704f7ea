import { execFile, type ExecFileOptionsWithStringEncoding } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { createRng } from '../../src/core/rng.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { readCheckpoint } from '../../src/runs/checkpoint.js';
import { writePytorchDirectory } from '../../src/runs/pytorch-directory.js';
import { torchFor, type Torch } from '../helpers/python-torch.js';
import { randomSnapshot } from '../helpers/random-snapshot.js';
import { taskSnapshot } from '../helpers/snapshots.js';
import { csvOf, randomRows, taskForms } from '../helpers/task-rows.js';

const run = promisify(execFile);

type Options = ExecFileOptionsWithStringEncoding;

/** The arguments of train.py for so many processes, with 8 batch rows in all. */
const settings = (processes: number) => [
  ...['data.csv', '--out', `${processes}.safetensors`, '--batch', `${8 / processes}`],
  ...['--steps', '50', '--epochs', '50', '--val', '0', '--seq', '7', '--lr', '0.002'],
];

/** Trains by one process, or by two that find each other by the environment, as those of torchrun do. */
async function trainIn(cwd: string, torch: Torch, processes: number): Promise<void> {
  const address = { MASTER_ADDR: '127.0.0.1', MASTER_PORT: `${await freePort()}` };
  const ranks = Array.from({ length: processes }, (_, rank) => `${rank}`);
  await Promise.all(
    ranks.map((RANK) => {
      const env = { ...address, WORLD_SIZE: `${processes}`, RANK };
      return torch.run(['train.py', ...settings(processes)], { cwd, env });
    }),
  );
}

const environment = { ...process.env, OMP_NUM_THREADS: '1' };

// without --tee, the torchrun of torch 1.13 fails on Python 3.11
const TORCHRUN = '-m torch.distributed.run --standalone --nproc_per_node 2 --redirects 1 --tee 1'.split(' ');
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

/** Fails where the weights after training by one and by two processes differ, or are those before it. */
function expectSameTraining(folder: string, before: Snapshot): void {
  const [one, two] = [1, 2].map((processes) => readCheckpoint(join(folder, `${processes}.safetensors`)));
  let [distance, change] = [0, 0];
  for (const [tensor, { data }] of one!.weights) {
    const [other, first] = [two!.weights.get(tensor)!.data, before.weights.get(tensor)!.data];
    data.forEach((value, i) => {
      distance = Math.max(distance, Math.abs(value - other[i]!));
      change = Math.max(change, Math.abs(value - first[i]!));
    });
  }
  expect(change).above(0.02);
  expect(distance).below(1e-5);
}

describe('train.py of the PyTorch directory computes with two processes what it computes with one', function () {
  this.timeout(400_000); // torch takes seconds to be imported
  let root: string;
  before(() => (root = mkdtempSync(join(tmpdir(), 'torchrun-'))));
  after(() => rmSync(root, { recursive: true }));

  function prepare(name: string, snapshot: Snapshot, data: string): string {
    const folder = join(root, name);
    writePytorchDirectory(folder, snapshot);
    writeFileSync(join(folder, 'data.csv'), data);
    return folder;
  }

  it('a text, by torchrun', async function () {
    const torch = await torchFor(this);
    const snapshot = randomSnapshot({ cell: 'lstm', layers: 2, hidden: 8 });
    const cwd = prepare('text', snapshot, letters(1000));
    const options: Options = { cwd, env: environment, encoding: 'utf8' };
    await trainIn(cwd, torch, 1);
    await run(torch.python, [...TORCHRUN, 'train.py', ...settings(2)], options);
    expectSameTraining(cwd, snapshot);
  });

  describe('a table', () => {
    // 27 rows: the last batch of an epoch has 3, none of them for the second process
    const forms = Object.entries(taskForms)
      .filter(([name]) => name !== 'tag' && name !== 'translate')
      .map(([name, task], i) => ({
        name,
        task,
        folder: `${i}`,
        snapshot: taskSnapshot(task, { hidden: 8 }),
      }));

    before(async function () {
      const torch = await torchFor(this);
      const folders = forms.map(({ task, folder, snapshot }) =>
        prepare(folder, snapshot, csvOf(task, randomRows(task, 27))),
      );
      for (const folder of folders) for (const processes of [1, 2]) await trainIn(folder, torch, processes);
    });

    for (const { name, folder, snapshot } of forms) {
      it(`of the form ${name}`, () => expectSameTraining(join(root, folder), snapshot));
    }
  });

  it('rare labels, weighed so that all labels weigh alike', async function () {
    const torch = await torchFor(this);
    const task = { ...taskForms['classify'], source: ['a'], target: ['F', 'R'] };
    const snapshot = taskSnapshot(task, { hidden: 8 });
    // the source says nothing: one label in ten is R
    const rows = Array.from({ length: 40 }, (_, i) => `a,${i % 10 === 0 ? 'R' : 'F'}\n`);
    const cwd = prepare('rare', snapshot, `${task.from.join()},${task.to}\n${rows.join('')}`);
    const probability = async (split: object): Promise<number> => {
      writeFileSync(join(cwd, 'split.json'), JSON.stringify({ seed: 1, validation: 0, test: 0, ...split }));
      await torch.run(['train.py', 'data.csv', '--epochs', '40', '--lr', '0.02', '--batch', '40'], { cwd });
      const script = `from char_rnn import load; from table import answer
print(answer(*load("trained.safetensors"), "a"))`;
      const [label, p] = (await torch.run(['-c', script], { cwd })).split('\t');
      return label === 'F' ? Number(p) : 1 - Number(p);
    };
    expect(await probability({})).closeTo(0.9, 0.02);
    expect(await probability({ balance: true })).closeTo(0.5, 0.02);
  });
});
