import { refuseToOverwriteInputs } from '../../app/outputs.js';
import type { RunDescription, RunEvent } from '../../app/train/events.js';
import type { ResumeRequest } from '../../app/train/request.js';
import { purposeOfRequest } from '../../app/purpose.js';
import { resume, train as trainNew } from '../../app/train/train.js';
import { userError } from '../../core/errors.js';
import { sanitize, sanitizeLine } from '../../report/sanitize.js';
import { flagName, type FlagTable } from '../options/flag.js';
import { checkScope } from '../options/scope.js';
import { trainCommand, type TrainArguments } from '../options/train.js';
import { trainRequest } from '../options/train-request.js';
import type { Console } from '../terminal/console.js';
import { exitCodeOfStop } from '../terminal/signals.js';
import { reliably, type ReliableReport } from '../training/reliable-report.js';
import { printPlan } from '../training/print-plan.js';
import { openReport } from '../training/open-report.js';
import { printSummary } from '../training/summary.js';

/** `char-rnn train`: trains or resumes a run, and reports what happens. */
export async function train(parsed: TrainArguments, console: Console): Promise<number> {
  const { values } = parsed;
  if (values.plan) return printPlan(parsed, console);
  let report: ReliableReport | undefined;
  let run!: RunDescription;
  let sample: string | undefined;
  for await (const event of eventsOf(parsed, console)) {
    if (event.type === 'done') console.stop.end();
    if (event.type === 'open') {
      run = event.run;
      refuseToOverwriteInputs(values, run.files);
      report = await openReliableReport(values, run, console);
    } else if (event.type === 'note') {
      const line = sanitizeLine(event.text);
      // what went wrong is said with --quiet too
      if (event.warning && values.quiet) await report!.attempt(() => console.err.write(`${line}\n`));
      else await report!.note(line);
    } else if (event.type === 'sample' && event.atEnd) sample = sanitize(event.text);
    else await report!.onEvent(event);
    if (event.type === 'done')
      await printSummary(run, { ...event, sample }, { values, report: report!, console });
  }
  report?.throwFailure();
  return exitCodeOfStop();
}

/** The events of a new run or a resumed one. Throws usage/conflict for a flag that defines the run that is resumed. */
function eventsOf({ values, files, given }: TrainArguments, console: Console): AsyncIterable<RunEvent> {
  const { stop, err, out } = console;
  for (const output of [out, err]) output.onClose(() => stop.request());
  const request = {
    ...trainRequest({ values, files, given }),
    ...(values.log === '-' && { log: null }),
    sampleAtEnd: err.isTTY && !values.quiet && !values.jsonl,
    watch: stop.watch,
  };
  if (values.resume === undefined) {
    checkScope(trainCommand.flags, given, purposeOfRequest(request), 'this run');
    return trainNew(request);
  }
  const flags: FlagTable = trainCommand.flags;
  // files of validation and test may have moved, as the others may
  const isFile = (key: string) => (key === 'val' || key === 'test') && typeof values[key] === 'string';
  const other = [...given].find((key) => !flags[key]!.resumable && !isFile(key));
  if (other !== undefined)
    throw userError('usage/conflict', { flag: `--${flagName(other)}`, other: '--resume' });
  return resume(request as unknown as ResumeRequest);
}

/** The report, with the log of `--log -`. */
async function openReliableReport(
  values: TrainArguments['values'],
  run: RunDescription,
  console: Console,
): Promise<ReliableReport> {
  const report = await openReport(values, run, console);
  if (values.log !== '-') return reliably(report, console.stop);
  const { stdoutLog } = await import('../training/stdout-log.js');
  const log = stdoutLog(console.out, run.metrics);
  const both = async (event: RunEvent) => {
    await log(event);
    await report.onEvent(event);
  };
  return reliably({ ...report, onEvent: both }, console.stop);
}
