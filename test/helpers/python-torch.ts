import { execFileSync, spawnSync } from 'node:child_process';
import type { Context } from 'mocha';

/** The Python that has PyTorch; where none has, the test is skipped and the reason printed. */
export function pythonWithTorch(test: Context): string {
  const hasTorch = (python: string) => spawnSync(python, ['-c', 'import torch']).status === 0;
  const python = ['python3', '/usr/bin/python3'].find(hasTorch);
  if (python !== undefined) return python;
  console.log('      skipped: no python3 that imports torch');
  return test.skip();
}

/** Runs a script and returns what it prints, read as JSON. */
export function runPython(python: string, script: string, args: readonly string[]): unknown {
  return JSON.parse(execFileSync(python, ['-c', script, ...args], { encoding: 'utf8' }));
}
