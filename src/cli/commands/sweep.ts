import { join } from 'node:path';
import { measureRate } from '../../app/sweep/cost.js';
import { sweep as examineRuns, type SweepRun } from '../../app/sweep/sweep.js';
import { isPlanned } from '../../app/train/plan.js';
import { usualDirectory } from '../../app/train/new-run.js';
import { userError } from '../../core/errors.js';
import { count, duration } from '../../core/format.js';
import { sum } from '../../core/numbers.js';
import { sanitizeLine } from '../../report/sanitize.js';
import type { Parsed } from '../options/flag.js';
import { parse } from '../options/parse.js';
import type { sweepCommand } from '../options/sweep.js';
import { trainRequest } from '../options/train-request.js';
import { trainCommand } from '../options/train.js';
import {
  argumentsOf,
  divideMinutes,
  givenKeys,
  gridOf,
  nameOf,
  varying,
  type Point,
} from '../sweeping/grid.js';
import { shellLine } from '../../core/quote.js';
import { slurmScript } from '../sweeping/slurm.js';
import type { Console } from '../terminal/console.js';

type SweepArguments = Parsed<(typeof sweepCommand)['flags']>;

/** From this many lines on, their number is announced before the first, so that a mistyped grid can be stopped. */
const MANY = 1000;

/** `char-rnn sweep`: the train commands of a grid, one per line on stdout; their costs on stderr. */
export async function sweep(
  { values, files, given }: SweepArguments,
  { out, err, stop }: Console,
): Promise<void> {
  refuseWhatNoLineCanHold(files);
  const { slurm, program, match } = values;
  const keys = givenKeys(trainCommand.flags, given).filter((key) => key !== 'out');
  const points = divideMinutes(gridOf(trainCommand.flags, values, keys));
  const names = varying(points);
  const requests = points.map((point) => {
    const request = trainRequest(parse(trainCommand, [...argumentsOf(point), '--', ...files]));
    const base = (values['out'] as string | undefined) ?? usualDirectory(request);
    return { ...request, out: names.length === 0 ? base : join(base, nameOf(point, names)) };
  });
  const runs = await examineRuns({ runs: requests, match, watch: stop.watch });
  const words = runs.map((run, i) => wordsOf(run, points[i]!, files));
  const open = runs.flatMap((run, i) => (run.state === 'finished' ? [] : [{ ...run, words: words[i]! }]));
  if (open.length >= MANY) await err.write(`${count(open.length)} lines follow\n`);
  const rate = await measureRate();
  const hours = open.map(({ cost, minutes }) =>
    Math.min(cost.flop / rate / 3600, (minutes ?? Infinity) / 60),
  );
  for (const { words } of open) refuseNewlines(words);
  const lines = open.map(({ words }) => shellLine([...program.split(' '), ...words]));
  if (slurm && lines.length > 0) await out.write(slurmScript(lines, Math.max(...hours)));
  for (const [i, run] of open.entries()) {
    if (!slurm) await out.write(`${lines[i]!}\n`);
    await err.write(`${sanitizeLine(run.directory)}: ${formatCost(run, hours[i]!)}\n`);
  }
  await err.write(`${formatTotal(runs, open, hours)}\n`);
}

const LIMITS = new Set(['epochs', 'steps', 'minutes', 'patience']);

/**
 * The arguments of this program that train a run: `train CORPUS --hidden 64 --out DIR`, with values as they were typed,
 * or `train --resume DIR` with its limits, unless they are those of a budget, which its checkpoint has.
 */
function wordsOf({ state, directory, request }: SweepRun, point: Point, files: readonly string[]): string[] {
  const { hidden } = request;
  const isMatched = hidden !== undefined && point['hidden'] !== String(hidden);
  const settings: Point = isMatched ? { ...point, hidden: String(hidden) } : point;
  if (state === 'begun') {
    const limits = Object.entries(settings).filter(
      ([key]) => LIMITS.has(key) && !(key === 'minutes' && isPlanned(request)),
    );
    return ['train', '--resume', directory, ...argumentsOf(Object.fromEntries(limits))];
  }
  const corpora = files.some((file) => file.startsWith('-')) ? ['--', ...files] : files;
  return ['train', ...argumentsOf(settings), '--out', directory, ...corpora];
}

/** Standard input cannot be read by several runs, and a name on two lines would be two commands. */
function refuseWhatNoLineCanHold(files: readonly string[]): void {
  const file = files.find((name) => name === '-' || name.includes('\n'));
  if (file === undefined) return;
  const expected = 'the name of a file or directory, without a newline';
  throw userError('usage/value', { flag: '<corpus..>', value: JSON.stringify(file), expected });
}

function refuseNewlines(words: readonly string[]): void {
  const at = words.findIndex((word) => word.includes('\n'));
  if (at < 0) return;
  const expected = 'a value without a newline';
  throw userError('usage/value', { flag: words[at - 1]!, value: JSON.stringify(words[at]), expected });
}

function formatCost({ cost, state }: SweepRun, hours: number): string {
  const begun = state === 'begun' ? ', begun' : '';
  return `${count(cost.parameters)} parameters, ${formatFlop(cost.flop)}, ${formatHours(hours)}${begun}`;
}

function formatTotal(runs: readonly SweepRun[], open: readonly SweepRun[], hours: readonly number[]): string {
  const finished = runs.length - open.length;
  const rest = `${count(open.length)} of ${count(runs.length)} runs to train`;
  if (open.length === 0) return `${rest}: all ${count(finished)} are finished`;
  return `${rest}: ${formatFlop(sum(open.map(({ cost }) => cost.flop)))}, ${formatHours(sum(hours))} on one thread of this machine`;
}

function formatFlop(flop: number): string {
  if (Number.isNaN(flop)) return 'FLOP not estimated for images';
  return Number.isFinite(flop) ? `${(flop / 1e12).toPrecision(3)} TFLOP` : 'no limit of epochs or steps';
}

function formatHours(hours: number): string {
  if (Number.isNaN(hours)) return 'no estimate of the time';
  return Number.isFinite(hours) ? `about ${duration(hours * 3600)}` : 'as long as it takes';
}
