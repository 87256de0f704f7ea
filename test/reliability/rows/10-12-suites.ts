import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome, Row } from '../row.js';
import { sources } from '../tree.js';

interface Report {
  readonly passes: readonly unknown[];
  readonly pending: readonly { readonly fullTitle: string }[];
  readonly failures: readonly { readonly fullTitle: string; readonly err: { readonly message: string } }[];
}

/** Runs suites of `npm test` by themselves: a case is one test of theirs. */
async function runSuites(files: readonly string[]): Promise<Outcome> {
  const tests = join(sources, '..', 'test');
  const missing = files.filter((file) => !existsSync(join(tests, file)));
  if (missing.length > 0) return { cases: 0, failures: missing.map((file) => `${file} is not there`) };
  const mocha = join(sources, '..', '..', 'node_modules', 'mocha', 'bin', 'mocha.js');
  const paths = files.map((file) => join(tests, file));
  const args = [mocha, '--no-config', '--timeout', '120000', '--reporter', 'json', ...paths];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  await once(child, 'close');
  const { passes, failures, pending } = JSON.parse(output.slice(output.indexOf('{'))) as Report;
  return {
    cases: passes.length + failures.length,
    failures: failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.message}`),
    ...(pending.length > 0 && { skipped: pending.map(({ fullTitle }) => fullTitle).join('; ') }),
  };
}

/** A row that other suites of `npm test` stand for; there they run by themselves, here they are counted. */
function suiteRow(number: number, fault: string, files: readonly string[]): Row {
  return {
    number,
    fault,
    cases: { small: 0, large: 0 },
    delegated: true,
    run: () => runSuites(files),
    mutants: [],
  };
}

export const kernelImplementations = suiteRow(10, 'wasm and blas compute what js computes, to 1e-5', [
  'kernels/implementations.test.js',
  'kernels/gemm.test.js',
  'kernels/accuracy.test.js',
  'kernels/loss.test.js',
]);

export const oracles = suiteRow(11, 'PyTorch, NumPy and ONNX Runtime compute what this program computes', [
  'golden/pytorch.test.js',
  'golden/optimizers.test.js',
  'golden/min-char-rnn.test.js',
  'formats/onnx.test.js',
]);

export const hardTexts = suiteRow(12, 'texts that are hard to read, in chunks of every size', [
  'files/strict-decoder.test.js',
  'files/corpus.test.js',
  'files/id-file.test.js',
]);
