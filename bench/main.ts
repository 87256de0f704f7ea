import { cpus } from 'node:os';
import { ours, peersOf } from './contestants.js';
import { Running, type Contestant, type Round } from './contestant.js';
import { printGrowth } from './growth.js';
import { compareWithNanoGpt } from './nanogpt.js';
import { printProfile } from './profile.js';
import { printReading } from './reading.js';
import { printTable, type Row } from './table.js';
import { workloads, type Workload } from './workloads.js';

/**
 * npm run bench                          our backends and thread counts
 * npm run bench -- --peers               and other libraries
 * npm run bench -- --only 'LSTM 2×128'   the workloads whose name contains that
 * npm run bench -- --rounds 5            rounds of each contestant; the median counts
 * npm run bench -- --python /usr/bin/python3
 * npm run bench -- --profile             only the time of a step by kernel
 * npm run bench -- --growth              only how cost grows with T, B and the length of the text
 * npm run bench -- --reading             only how fast eval and inspect read, against training's forward pass
 * npm run bench -- --nanogpt DIR         train nanoGPT (a clone of it) by its CPU command, and ours for as many minutes;
 *     --cells lstm,gru,rnn --svg FILE --iterations 2000
 */
const flags = process.argv.slice(2);
const valueOf = (flag: string) => (flags.includes(flag) ? flags[flags.indexOf(flag) + 1] : undefined);
const rounds = Number(valueOf('--rounds') ?? 5);
const python = valueOf('--python') ?? 'python3';
const chosen = workloads.filter(({ name }) => name.includes(valueOf('--only') ?? ''));

/** All rounds of all contestants, alternating, so that a busy moment of the machine affects each of them. */
async function compete(workload: Workload): Promise<Row[]> {
  const peers = flags.includes('--peers') ? peersOf(workload, python, note) : [];
  const running = new Map<Contestant, Running>();
  const results = new Map<Contestant, Round[]>();
  for (const contestant of [...ours(workload), ...peers]) {
    note(`${workload.name}: warming up ${contestant.name} × ${contestant.threads}`);
    const process = new Running(contestant);
    try {
      await process.ready();
      running.set(contestant, process);
      results.set(contestant, []);
    } catch (error) {
      note(`${contestant.name} takes no part: ${(error as Error).message}`);
      process.end();
    }
  }
  let [others, seconds] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    note(`${workload.name}: round ${round + 1} of ${rounds}`);
    for (const [contestant, process] of running) {
      const [busy, start] = [busySeconds(), performance.now()];
      const result = await process.round();
      results.get(contestant)!.push(result);
      others += busySeconds() - busy - result.cpuSeconds;
      seconds += (performance.now() - start) / 1000;
    }
  }
  for (const process of running.values()) process.end();
  if (others > MOST_OTHERS * seconds)
    note(`other processes used ${(others / seconds).toFixed(1)} cores: rates of several threads mean little`);
  return [...results].map(([contestant, all]) => ({ workload, contestant, rounds: all }));
}

/** Cores in use by other processes, on average, from which two threads wait for one another. */
const MOST_OTHERS = 0.2;

/** Processor seconds that all processes together have used since the machine was started. */
function busySeconds(): number {
  const used = cpus().map(({ times }) => times.user + times.nice + times.sys + times.irq);
  return used.reduce((sum, ms) => sum + ms, 0) / 1000;
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

const nanogpt = valueOf('--nanogpt');
if (nanogpt !== undefined) {
  const compared = compareWithNanoGpt({
    directory: nanogpt,
    python,
    iterations: Number(valueOf('--iterations') ?? 2000),
    svg: valueOf('--svg'),
    cells: valueOf('--cells')?.split(',') ?? [],
  });
  const failure = await compared.catch((error: Error) => error);
  if (failure) note(failure.message);
  process.exit(failure ? 1 : 0);
}
if (flags.includes('--growth')) {
  await printGrowth();
  process.exit(0);
}
if (flags.includes('--reading')) {
  for (const workload of chosen) if (workload.kind === 'train') await printReading(workload, rounds);
  process.exit(0);
}
if (!flags.includes('--profile')) {
  console.log(
    `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}; median of ${rounds}`,
  );
  for (const workload of chosen) printTable(await compete(workload));
}
for (const workload of chosen) if (workload.kind === 'train') await printProfile(workload);
