/**
 * How cost grows with T, B and the length of the text: characters per second of processor time, and peak memory.
 * A constant rate means linear growth. `npm run bench -- --growth`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { count } from '../src/core/format.js';
import { ours } from './contestants.js';
import { Running } from './contestant.js';
import { printRow } from './table.js';
import { workloads, type Workload } from './workloads.js';

const base = workloads[0]!;
const cli = fileURLToPath(new URL('../../bin/char-rnn.js', import.meta.url));

export async function printGrowth(): Promise<void> {
  console.log(`\n#### Growth with T and B: LSTM 2×128, best backend, one thread\n`);
  printRow(['T', 'B', 'characters per CPU second']);
  printRow(['--:', '--:', '--:']);
  for (const seq of [25, 50, 100, 200, 400]) await printRate({ ...base, seq });
  for (const batch of [25, 100, 200]) await printRate({ ...base, batch });
  console.log('\n#### Growth with the text: `train --steps 1`\n');
  printRow(['megabytes', 'seconds', 'peak memory, MB']);
  printRow(['--:', '--:', '--:']);
  for (const megabytes of [1, 4, 16, 64]) printText(megabytes);
}

async function printRate(workload: Workload): Promise<void> {
  const [contestant] = ours(workload).filter(({ name, threads }) => name.endsWith('blas') && threads === 1);
  const running = new Running(contestant ?? ours(workload)[0]!);
  await running.ready();
  const rates: number[] = [];
  for (let round = 0; round < 3; round++) {
    const { characters, cpuSeconds } = await running.round();
    rates.push(characters / cpuSeconds);
  }
  running.end();
  const median = rates.sort((a, b) => a - b)[1]!;
  printRow([workload.seq, workload.batch, count(median)].map(String));
}

/** The whole command on a text of so many megabytes, with a small network and nothing validated. */
function printText(megabytes: number): void {
  const directory = mkdtempSync(join(tmpdir(), 'char-rnn-bench-'));
  try {
    const line = 'It is not down in any map; true places never are, said the old man to himself.\n';
    const text = line.repeat(Math.ceil(1e6 / line.length)).slice(0, 1e6);
    writeFileSync(join(directory, 'text.txt'), text.repeat(megabytes));
    const flags = ['--steps', '1', '--val', '0', '--test', '0', '--quiet', '--out', join(directory, 'run')];
    const reportPeak = `process.on('exit', () => console.error(process.resourceUsage().maxRSS))`;
    const start = performance.now();
    const { stderr } = spawnSync(
      process.execPath,
      [
        '--import',
        `data:text/javascript,${encodeURIComponent(reportPeak)}`,
        cli,
        'train',
        join(directory, 'text.txt'),
        ...flags,
      ],
      { encoding: 'utf8' },
    );
    const seconds = (performance.now() - start) / 1000;
    const peak = Math.max(...(stderr.match(/^\d+$/gm) ?? []).map(Number));
    printRow([String(megabytes), seconds.toFixed(2), String(Math.round(peak / 1024))]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
