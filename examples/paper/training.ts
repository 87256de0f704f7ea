import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { charRnn, CommandFailed, program, root, runLine } from './program.js';

/** A run as `char-rnn compare --json` describes it, and the hidden size of the LSTM that it is as large as. */
export interface Run {
  readonly size: number;
  readonly run: string;
  readonly cell: string;
  readonly layers: number;
  readonly hidden: number;
  readonly parameters: number;
  readonly validation_loss: number | null;
  readonly test_loss: number | null;
  readonly epochs: number | null;
  readonly characters_per_second: number | null;
  readonly hours: number | null;
  readonly state: string;
}

/** The grid: where its runs are, which sizes it has, and the flags of sweep. */
export interface Grid {
  readonly text: string;
  readonly directory: string;
  readonly sizes: readonly string[];
  readonly flags: readonly string[];
}

/** The sweep of one size: every network of it has as many parameters as the LSTM. */
export const sweepArguments = ({ text, directory, flags }: Grid, size: string): string[] => [
  ...['sweep', text, ...flags, '--hidden', size, '--match', 'parameters'],
  ...['--out', join(directory, size)],
];

/** Exit codes of `train`: stopped by Ctrl-C, diverged, and run directory in use. */
const [STOPPED, DIVERGED, IN_USE] = [130, 6, 7];

/**
 * Trains what is missing, the cheapest run first, until all runs together have trained for `hours`. Returns whether
 * Ctrl-C ended it. A run that diverges is kept; every other failure is thrown.
 */
export async function trainGrid(grid: Grid, hours: number): Promise<boolean> {
  const lines: { line: string; parameters: number }[] = [];
  for (const size of grid.sizes) {
    const { stdout, stderr } = await charRnn([...sweepArguments(grid, size), '--program', program]);
    const parameters = [...stderr.matchAll(/: ([\d,]+) parameters/g)].map(([, count]) =>
      Number(count!.replaceAll(',', '')),
    );
    stdout.split('\n').forEach((line, i) => line !== '' && lines.push({ line, parameters: parameters[i]! }));
  }
  lines.sort((a, b) => a.parameters - b.parameters);
  for (const [i, { line }] of lines.entries()) {
    const left = hours * 3600 - (await secondsUsed(grid));
    if (left <= 0) {
      console.error(`${lines.length - i} runs are left out: the hours are used up`);
      return false;
    }
    console.error(`${i + 1} of ${lines.length}: ${line.slice(program.length + 1)}`);
    const begun = performance.now();
    let code = await runLine(line, left);
    // the training run of a killed script ends soon after it
    for (let tries = 0; code === IN_USE && tries < 30; tries++) {
      await setTimeout(2000);
      code = await runLine(line, left);
    }
    if (code === STOPPED && (performance.now() - begun) / 1000 < left - 1) return true;
    if (code !== 0 && code !== STOPPED && code !== DIVERGED) throw new CommandFailed(line, code);
  }
  return false;
}

async function secondsUsed(grid: Grid): Promise<number> {
  const runs = await readRuns(grid);
  return runs.reduce((sum, { hours }) => sum + 3600 * (hours ?? 0), 0);
}

/** The cells in the order of the paper; others come last. */
const CELLS = ['lstm', 'rnn', 'gru', 'other'];

/** All runs of the grid that have begun: by size, cell and layers. */
export async function readRuns(grid: Grid): Promise<Run[]> {
  const found: Run[] = [];
  for (const size of grid.sizes) {
    const paths = pathsOf(grid, size);
    if (paths.length === 0) continue;
    const { stdout } = await charRnn(['compare', ...paths, '--quiet', '--json', '-']);
    const runs = (JSON.parse(stdout) as { runs: Run[] }).runs;
    found.push(
      ...runs.filter(({ parameters }) => parameters !== null).map((run) => ({ ...run, size: Number(size) })),
    );
  }
  const rank = ({ cell }: Run): number => (CELLS.indexOf(cell) + CELLS.length) % CELLS.length;
  return found.sort((a, b) => a.size - b.size || rank(a) - rank(b) || a.layers - b.layers);
}

/** The directories of the runs of one size; a grid with one run per size has the directory of the size for it. */
function pathsOf({ directory }: Grid, size: string): string[] {
  const base = join(directory, size);
  if (!existsSync(resolve(root, base))) return [];
  if (existsSync(resolve(root, base, 'config.json'))) return [base];
  const entries = readdirSync(resolve(root, base), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(base, name))
    .sort();
}
