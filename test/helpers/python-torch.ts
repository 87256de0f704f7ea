import { execFileSync, spawnSync } from 'node:child_process';
import type { Context } from 'mocha';

const hasTorch = (python: string) => spawnSync(python, ['-c', 'import torch']).status === 0;
let python: string | undefined | null = null; // not looked for yet: torch takes seconds to be imported

/** The Python that has PyTorch; where none has, the test is skipped and the reason printed. */
export function pythonWithTorch(test: Context): string {
  if (python === null) python = ['python3', '/usr/bin/python3'].find(hasTorch);
  if (python !== undefined) return python;
  console.log('      skipped: no python3 that imports torch');
  return test.skip();
}

/** Runs a script and returns what it prints, read as JSON. */
export function runPython(python: string, script: string, args: readonly string[]): unknown {
  return JSON.parse(execFileSync(python, ['-c', script, ...args], { encoding: 'utf8' }));
}
