import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import type { ImageConfig, Snapshot } from '../../src/core/snapshot.js';
import { imagesInMemory } from '../../src/data/clips.js';
import { readCheckpoint } from '../../src/runs/checkpoint.js';
import { writePytorchDirectory } from '../../src/runs/pytorch-directory.js';
import { js } from '../../src/kernels/js/index.js';
import { cellNames } from '../../src/layers/cells.js';
import { createRng } from '../../src/core/rng.js';
import { createAnswerer } from '../../src/sample/answers.js';
import { modelFromSnapshot } from '../../src/model/language-model.js';
import { captionTask } from '../../src/tasks/captions.js';
import { expectClose } from '../helpers/expect-close.js';
import { runPython, torchFor } from '../helpers/python-torch.js';
import { randomSnapshot } from '../helpers/random-snapshot.js';
import { taskSnapshot } from '../helpers/snapshots.js';
import { answerLogits, csvOf, randomRows, taskForms } from '../helpers/task-rows.js';

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
    const scripts = ['model.py', 'char_rnn.py', 'text.py', 'split.py', 'log.py', 'sample.py', 'train.py'];
    expect(names).deep.equal(['model.safetensors', 'config.json', 'vocabulary.json', ...scripts]);
    expect(readCheckpoint(join(folders[0]!, 'model.safetensors'))).deep.equal(snapshots[0]);
    const config = JSON.parse(readFileSync(join(folders[0]!, 'config.json'), 'utf8')) as object;
    expect(config).deep.equal(snapshots[0]!.model);
  });

  it('of a network with labels holds its module alone', () => {
    const names = writePytorchDirectory(folders[3]!, snapshots[3]!);
    expect(names).to.include('char_rnn.py').and.not.include('sample.py');
  });

  it('gives our logits in PyTorch, and what PyTorch saves is read back to the bit', async function () {
    const logits = (await runPython(await torchFor(this), script, folders)) as number[][];
    snapshots.forEach((snapshot, i) => {
      expectClose(logits[i]!, logitsOf(snapshot), 0, 1e-5);
      expect(readCheckpoint(join(folders[i]!, 'again.safetensors'))).deep.equal(snapshot);
    });
  });
});

/** Reads every directory's model and its table, saves the model again, and prints the logits at the answers of each row. */
const taskScript = `
import json, sys
sys.path.insert(0, sys.argv[1])
import torch, char_rnn, table
logits = []
for folder in sys.argv[1:]:
    model, vocabulary = char_rnn.load(folder + "/model.safetensors")
    model.eval()
    rows = table.read_table(folder + "/table.csv", model.task, {})
    inputs, y = table.place_all(model.task, rows)
    found = model(**inputs)[0]
    logits.append([found[:, b][y[:, b] != table.IGNORED].flatten().tolist() for b in range(len(rows))])
    char_rnn.save(folder + "/again.safetensors", model, vocabulary)
print(json.dumps(logits))
`;

describe('the PyTorch directory of a model of a table', () => {
  let root: string;
  const cases = Object.values(taskForms).flatMap((task) =>
    cellNames().flatMap((cell) =>
      [0, 2].map((embedding) => {
        const snapshot = taskSnapshot(task, { cell, embedding, recurrentBias: embedding > 0 });
        return { snapshot, task, rows: randomRows(task, 9) };
      }),
    ),
  );
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'pytorch-tasks-'));
    cases.forEach(({ snapshot, task, rows }, i) => {
      writePytorchDirectory(join(root, `${i}`), snapshot);
      writeFileSync(join(root, `${i}`, 'table.csv'), csvOf(task, rows));
    });
  });
  after(() => rmSync(root, { recursive: true }));

  it('holds the description of the task, and scripts that read tables', () => {
    const names = writePytorchDirectory(join(root, '0'), cases[0]!.snapshot);
    expect(names).to.include.members(['task.json', 'table.py', 'sample.py', 'train.py']);
    expect(names).to.not.include('text.py');
    const task: unknown = JSON.parse(readFileSync(join(root, '0', 'task.json'), 'utf8'));
    expect(task).to.deep.equal(cases[0]!.task);
  });

  it('gives our logits for rows of different lengths side by side, every task and cell, and keeps every bit', async function () {
    const folders = cases.map((_, i) => join(root, `${i}`));
    const logits = (await runPython(await torchFor(this), taskScript, folders)) as number[][][];
    cases.forEach(({ snapshot, rows }, i) => {
      const expected = answerLogits(snapshot, rows);
      expect(logits[i]).to.have.length(expected.length);
      expected.forEach((values, row) => expectClose(logits[i]![row]!, values, 0, 1e-5));
      expect(readCheckpoint(join(folders[i]!, 'again.safetensors'))).deep.equal(snapshot);
    });
  });

  it('answers rows as sample does: the likeliest label, tags, and translation', async function () {
    const chosen = cases.filter(({ task }) => task.name !== 'generate');
    const answers = (await runPython(
      await torchFor(this),
      answerScript,
      chosen.flatMap(({ rows, ...each }) => [
        join(root, `${cases.findIndex(({ snapshot }) => snapshot === each.snapshot)}`),
        rows[0]!.cells[0]!,
      ]),
    )) as string[];
    chosen.forEach(({ snapshot, task, rows }, i) => {
      const answerer = createAnswerer(snapshot, { kernels: js, memory: createPlainMemory() });
      const { source } = rows[0]!.example;
      const likeliest = (p: Float64Array) => p.indexOf(Math.max(...p));
      const rngs = [createRng(1)];
      const ids =
        task.name === 'classify'
          ? [likeliest(answerer.labels([source])[0]!)]
          : task.name === 'tag'
            ? answerer.tags([source])[0]!.ids
            : answerer.targets([{ ids: source }], { temperature: 0, length: 1000, rngs })[0]!.ids;
      const text = ids.map((id) => task.target[id]).join(task.toTokens === 'words' ? ' ' : '');
      expect(answers[i]!.split('\t')[0]).equal(text);
    });
  });
});

/** Reads every directory's model and frames.json, saves the model again, and prints the logits. */
const imageScript = `
import json, sys
sys.path.insert(0, sys.argv[1])
import torch, char_rnn
T, B, C, S = 4, 3, 2, 8
logits = []
for folder in sys.argv[1:]:
    model, vocabulary = char_rnn.load(folder + "/model.safetensors")
    model.eval()
    frames = torch.tensor(json.load(open(folder + "/frames.json"))).reshape(T, B, C, S, S)
    if model.config["images"]["network"] == "captions":
        found = model(torch.arange(T * B).reshape(T, B) % 4, images=frames[0])[0]
    else:
        found = model(frames)
    logits.append(found.flatten().tolist())
    char_rnn.save(folder + "/again.safetensors", model, vocabulary)
print(json.dumps(logits))
`;

describe('the PyTorch directory of a network on clips or images', () => {
  const [T, B, C, S] = [4, 3, 2, 8];
  const pixels = Float32Array.from({ length: T * B * C * S * S }, (_, i) => ((7 * i * i + i) % 101) / 101);
  const imagesOf = (network: ImageConfig['network']) => ({
    network,
    size: S,
    channels: C,
    kernel: 3,
    features: 6,
  });
  const small = { deviation: 0.3 };
  const sizes = { hidden: 4, vocabulary: 0, outputs: 3, dropout: 0.5 };
  const snapshots = [
    randomSnapshot({ cell: 'lstm', ...sizes, images: imagesOf('frames') }, small),
    ...cellNames().flatMap((cell) => [
      randomSnapshot(
        { cell, ...sizes, layers: 2, recurrentBias: false, images: imagesOf('cnn-lstm') },
        small,
      ),
      randomSnapshot({ cell, ...sizes, images: imagesOf('conv') }, small),
      randomSnapshot({ cell, ...sizes, layers: 2, recurrentBias: false, images: imagesOf('conv') }, small),
      captioner(cell),
    ]),
  ];
  let root: string;
  let folders: string[];
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'pytorch-images-'));
    folders = snapshots.map((snapshot, i) => {
      writePytorchDirectory(join(root, `${i}`), snapshot);
      writeFileSync(join(root, `${i}`, 'frames.json'), JSON.stringify([...pixels]));
      return join(root, `${i}`);
    });
  });
  after(() => rmSync(root, { recursive: true }));

  function captioner(cell: string): Snapshot {
    const task = captionTask(['a', 'b', 'c'], { toTokens: 'words' });
    const model = { cell, hidden: 4, vocabulary: 4, outputs: 4, embedding: cell === 'gru' ? 3 : 0 };
    const { labels: _, ...rest } = randomSnapshot({ ...model, images: imagesOf('captions') }, small);
    return { ...rest, vocabulary: { tokens: 'chars', symbols: [] }, task };
  }

  function logitsOf(snapshot: Snapshot): number[] {
    const memory = createPlainMemory();
    const data = imagesInMemory({ N: T * B, T: null, C, S, pixels, labels: null, perFrame: false }, memory);
    const setup = { kernels: js, memory, T, B, training: false, indexed: { data } };
    const model = modelFromSnapshot(snapshot, setup);
    const numbers = Int32Array.from({ length: T * B }, (_, i) => i);
    const isCaptioner = snapshot.task !== undefined;
    const x = isCaptioner ? numbers.map((i) => i % 4) : numbers;
    const pass = { T, ...(isCaptioner && { images: numbers.slice(0, B) }) };
    return [...model.forward(x, model.createState(), pass).data];
  }

  it('gives our logits in PyTorch, and what PyTorch saves is read back to the bit', async function () {
    const logits = (await runPython(await torchFor(this), imageScript, folders)) as number[][];
    snapshots.forEach((snapshot, i) => {
      expectClose(logits[i]!, logitsOf(snapshot), 0, 1e-5);
      expect(readCheckpoint(join(folders[i]!, 'again.safetensors'))).deep.equal(snapshot);
    });
  });
});

/** What table.answer gives to a row, by pairs of a directory and the row's source. */
const answerScript = `
import json, sys
sys.path.insert(0, sys.argv[1])
import char_rnn, table
answers = []
for folder, source in zip(sys.argv[1::2], sys.argv[2::2]):
    model, vocabulary = char_rnn.load(folder + "/model.safetensors")
    model.eval()
    answers.append(table.answer(model, vocabulary, source))
print(json.dumps(answers))
`;
