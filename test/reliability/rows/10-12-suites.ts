import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant, Outcome, Row, RunOptions } from '../row.js';
import { sources, testsOf } from '../tree.js';

interface Report {
  readonly passes: readonly unknown[];
  readonly pending: readonly { readonly fullTitle: string }[];
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly message: string } }[];
}

/** Runs suites of `npm test` by themselves, with the sources of `tree`: a case is one test of theirs. */
async function runSuites(
  tree: string,
  files: readonly string[],
  { untilFailure }: RunOptions,
): Promise<Outcome> {
  const tests = testsOf(tree);
  const paths = files.map((file) => join(tests, file));
  const missing = paths.filter((path) => !existsSync(path));
  if (missing.length > 0) throw new Error(`no such suites: ${missing.join(', ')}`);
  const mocha = join(sources, '..', '..', 'node_modules', 'mocha', 'bin', 'mocha.js');
  const flags = [
    '--no-config',
    '--timeout',
    '120000',
    '--reporter',
    'json',
    ...(untilFailure ? ['--bail'] : []),
  ];
  const child = spawn(process.execPath, [mocha, ...flags, ...paths], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  await once(child, 'close');
  const { passes, failures, pending } = JSON.parse(output.slice(output.indexOf('{'))) as Report;
  if (passes.length + failures.length === 0) throw new Error('not one test was run');
  return {
    cases: passes.length + failures.length,
    failures: failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.message}`),
    ...(pending.length > 0 && { skipped: pending.map(({ fullTitle }) => fullTitle).join('; ') }),
  };
}

/** A row that other suites of `npm test` stand for; there they run by themselves, here they are counted. */
function suiteRow(number: number, fault: string, files: readonly string[], mutants: readonly Mutant[]): Row {
  return {
    number,
    fault,
    cases: { small: 0, large: 0 },
    delegated: true,
    run: (tree, options) => runSuites(tree, files, options),
    mutants,
  };
}

export const kernelImplementations = suiteRow(
  10,
  'wasm and blas compute what js computes, to 1e-5',
  [
    'kernels/implementations.test.js',
    'kernels/gemm.test.js',
    'kernels/maps.test.js',
    'kernels/int16.test.js',
    'kernels/accuracy.test.js',
    'kernels/loss.test.js',
  ],
  [
    {
      name: 'wasm leaves out the last column of a product',
      file: 'kernels/wasm/index.ts',
      from: 'wasm.gemmPacked(M, N,',
      to: 'wasm.gemmPacked(M, N - 1,',
    },
    {
      name: 'blas does not know that weights are stored transposed',
      file: 'kernels/blas/index.ts',
      from: 'gemm(false, weights.transB,',
      to: 'gemm(false, false,',
    },
    {
      name: 'blas reads past the rows of a transposed matrix, and another backend takes its place',
      file: 'kernels/blas/index.ts',
      from: 'transA ? M : K',
      to: 'K',
    },
    {
      name: 'wasm is passed over, and plain loops take its place',
      file: 'kernels/index.ts',
      from: 'if (compiled === null)',
      to: 'if (true)',
    },
  ],
);

export const oracles = suiteRow(
  11,
  'PyTorch, NumPy and ONNX Runtime compute what this program computes',
  [
    'golden/pytorch.test.js',
    'golden/optimizers.test.js',
    'golden/tasks.test.js',
    'golden/video.test.js',
    'golden/min-char-rnn.test.js',
    'formats/onnx/onnx.test.js',
  ],
  [
    {
      name: 'Adam does not correct its first moments',
      file: 'optim/adam.ts',
      from: 'lr / (1 - beta1 ** step)',
      to: 'lr',
    },
    {
      name: 'the gradient of the forget gate reads the new state',
      file: 'kernels/js/lstm.ts',
      from: 'dcell * cBefore[u]! * f * (1 - f)',
      to: 'dcell * tanhC[u] * f * (1 - f)',
    },
    {
      name: 'the gates of ONNX stay in the order of PyTorch',
      file: 'formats/onnx/weights.ts',
      from: 'data.subarray(from * size, (from + 1) * size), to * size)',
      to: 'data.subarray(to * size, (to + 1) * size), to * size)',
    },
  ],
);

export const hardTexts = suiteRow(
  12,
  'texts that are hard to read, in chunks of every size',
  ['text/strict-decoder.test.js', 'material/text/corpus.test.js', 'disk/id-file.test.js'],
  [
    {
      name: 'a byte-order mark inside a text is dropped',
      file: 'text/strict-decoder.ts',
      from: "if (!begun && text !== '')",
      to: "if (text !== '')",
    },
    {
      name: 'a character of four bytes may be divided',
      file: 'text/strict-decoder.ts',
      from: 'Math.min(3, bytes.length)',
      to: 'Math.min(2, bytes.length)',
    },
    {
      name: '257 symbols are numbered by one byte',
      file: 'disk/id-file.ts',
      from: 'size <= 256',
      to: 'size <= 257',
    },
  ],
);
