import { userError } from '../../core/errors.js';
import { chooseBackend } from '../../kernels/index.js';
import { measureRate } from '../sweeping/estimate.js';
import { planSweep, type PlannedRun, type SweepArguments } from '../sweeping/plan.js';
import { shellLine } from '../../core/quote.js';
import { slurmScript } from '../sweeping/slurm.js';
import type { Console } from '../terminal/console.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { count, duration } from '../../core/format.js';

/** From this many lines on, their number is announced before the first, so that a mistyped grid can be stopped. */
const MANY = 1000;

/** `char-rnn sweep`: the train commands of a grid, one per line on stdout; their costs on stderr. */
export async function sweep(given: SweepArguments, { out, err, stop }: Console): Promise<void> {
  refuseWhatNoLineCanHold(given.files);
  const { slurm, program } = given.values;
  const runs = await planSweep(given, stop.watch);
  const open = runs.filter(({ state }) => state !== 'finished');
  if (open.length >= MANY) await err.write(`${count(open.length)} lines follow\n`);
  const rate = measureRate(await chooseBackend('auto'));
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

function formatCost({ cost, state }: PlannedRun, hours: number): string {
  const begun = state === 'begun' ? ', begun' : '';
  return `${count(cost.parameters)} parameters, ${formatFlop(cost.flop)}, ${formatHours(hours)}${begun}`;
}

function formatTotal(
  runs: readonly PlannedRun[],
  open: readonly PlannedRun[],
  hours: readonly number[],
): string {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
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
