import { count } from '../src/core/format.js';
import type { Contestant, Round } from './contestant.js';
import { flopsPerCharacter, type Workload } from './workloads.js';

/** One contestant's results in one workload. */
export interface Row {
  readonly workload: Workload;
  readonly contestant: Contestant;
  readonly rounds: readonly Round[];
}

/**
 * Prints a workload's rows: characters per second; how many times each peer's best that is; characters per second of
 * processor time, all threads together, which other work on the machine distorts least, and the same ratio of it;
 * GFLOP/s of matrix products, and their share of the machine's own rate for a large product on as many threads.
 */
export function printTable(rows: readonly Row[]): void {
  if (rows.length === 0) return;
  const { workload } = rows[0]!;
  const peers = [
    ...new Set(rows.filter(({ contestant }) => !contestant.ours).map((row) => row.contestant.name)),
  ];
  const peak = Math.max(...rows.flatMap(({ rounds }) => rounds.map(({ peakGflops }) => peakGflops ?? 0)));
  console.log(`\n### ${workload.name}\n`);
  const unit = workload.kind === 'clips' ? 'frames' : 'characters';
  const heads = ['threads', `${unit}/s`, ...peers.map((name) => `× ${name}`)];
  const cpuHeads = ['per CPU second', ...peers.map((name) => `× ${name}`)];
  printRow(['', ...heads, ...cpuHeads, 'GFLOP/s', 'of sgemm peak']);
  printRow(['---', ...[...heads, ...cpuHeads, '', ''].map(() => '--:')]);
  for (const row of [...rows].sort((a, b) => rateOf(b) - rateOf(a))) {
    const { name, threads, ours } = row.contestant;
    const gflops = (rateOf(row) * flopsPerCharacter(workload)) / 1e9;
    const ratios = (rate: (row: Row) => number) =>
      peers.map((peer) => (ours ? ratio(rows, row, peer, rate) : ''));
    const share = `${((100 * gflops) / (peak * threads)).toFixed(0)} %`;
    const byClock = [count(rateOf(row)), ...ratios(rateOf)];
    const byCpu = [count(cpuRateOf(row)), ...ratios(cpuRateOf)];
    printRow([name, `${threads}`, ...byClock, ...byCpu, gflops.toFixed(1), share]);
  }
}

/** How many times the best result of that peer. */
function ratio(rows: readonly Row[], row: Row, peer: string, rate: (row: Row) => number): string {
  const best = Math.max(...rows.filter(({ contestant }) => contestant.name === peer).map(rate));
  return (rate(row) / best).toFixed(2);
}

/** Characters per second: the median of the rounds. */
function rateOf({ rounds }: Row): number {
  return median(rounds.map(({ characters, seconds }) => characters / seconds));
}

/** Characters per second of processor time, likewise. */
function cpuRateOf({ rounds }: Row): number {
  return median(rounds.map(({ characters, cpuSeconds }) => characters / cpuSeconds));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export function printRow(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}
