import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { imagesOf } from './clips.js';
import type { Contestant } from './contestant.js';
import { nameLengths, type Peer, type Workload } from './workloads.js';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
/** The peers' programs are not compiled; this file runs from dist/bench. */
const peer = (file: string) => here(`../../bench/peers/${file}`);

/** One thread, and all available ones. */
function threadCounts(): number[] {
  return [...new Set([1, availableParallelism()])];
}

/** Our backends, or our two ways of sampling, each on one thread and, where a batch can be divided, on all. */
export function ours(workload: Workload): Contestant[] {
  const threads = workload.batch > 1 ? threadCounts() : [1];
  const ways = workload.kind === 'sample' ? (['16-bit', 'exact'] as const) : (['wasm', 'blas'] as const);
  return ways.flatMap((way) =>
    threads.map((count) => ({
      name: `char-rnn ${way}`,
      ours: true,
      threads: count,
      command: [process.execPath, here('ours.js'), JSON.stringify(workload), way, `${count}`],
    })),
  );
}

/** The peers that were asked for and can be found; `missing` receives how to install the others. */
export function peersOf(workload: Workload, python: string, missing: (how: string) => void): Contestant[] {
  return workload.peers.flatMap((name) => find(name, workload, python, missing));
}

function find(name: Peer, workload: Workload, python: string, missing: (how: string) => void): Contestant[] {
  const images = workload.kind === 'clips' ? imagesOf(workload) : undefined;
  const text = JSON.stringify({ ...workload, lengths: nameLengths, images });
  const script = images ? 'pytorch_clips.py' : 'pytorch_char_rnn.py';
  if (name === 'pytorch') {
    return threadCounts().map((threads) => ({
      name: 'PyTorch',
      ours: false,
      threads,
      command: [python, peer(script), text, `${threads}`],
      env: { OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` },
    }));
  }
  if (name === 'numpy') {
    const command = [python, peer('numpy_min_char_rnn.py'), text];
    return [
      { name: 'NumPy min-char-rnn', ours: false, threads: 1, command, env: { OPENBLAS_NUM_THREADS: '1' } },
    ];
  }
  const [title, file, directory] = {
    tensorflow: ['TensorFlow.js', 'tensorflow-char-rnn.js', '@tensorflow/tfjs'],
    brain: ['brain.js', 'brain-char-rnn.js', 'brain.js'],
  }[name] as [string, string, string];
  if (!existsSync(peer(`node_modules/${directory}`))) {
    missing(`${title} is not installed: (cd bench/peers && npm install --ignore-scripts)`);
    return [];
  }
  return [{ name: title, ours: false, threads: 1, command: [process.execPath, peer(file), text] }];
}
