import { planRun } from '../../app/train/plan.js';
import { userError } from '../../core/errors.js';
import { sanitizeLine } from '../../report/sanitize.js';
import { planParts, taskParts } from '../../app/choices.js';
import type { TrainOptions } from '../../app/train/options.js';
import { flagName, type FlagTable } from '../options/flag.js';
import { trainRequest } from '../options/train-request.js';
import { trainCommand, type TrainArguments } from '../options/train.js';
import { shellLine } from '../../core/quote.js';
import type { Console } from '../terminal/console.js';

/** `train --plan`: prints the plan as one complete command, with its reasons on stderr, and trains nothing. */
export async function printPlan(parsed: TrainArguments, { out, err, stop }: Console): Promise<number> {
  const { files } = parsed;
  if (files.length === 0) throw userError('usage/missing-argument', { usage: 'char-rnn train <corpus..>' });
  const { options, reasons } = await planRun({ ...trainRequest(parsed), watch: stop.watch });
  for (const line of reasons) await err.write(`${sanitizeLine(line)}\n`);
  const words = ['char-rnn', 'train', ...flagsOf(parsed, options), ...filesOf(files)];
  await out.write(`${shellLine(words)}\n`);
  return 0;
}

/** The flags of the plan, and those given that are no part of it. */
function flagsOf({ values, given }: TrainArguments, { model, ...options }: TrainOptions): string[] {
  const { name: optimizer, weightDecay } = options.optimizer;
  const planned: Record<string, unknown> = {
    weightDropout: 0,
    dropoutMask: 'step',
    ...model,
    ...options,
    schedule: options.schedule.name,
    optimizer,
    ...(optimizer === 'adamw' && { weightDecay }),
    ngrams: model.ngrams?.order ?? 0,
    ngramDropout: model.ngrams?.dropout ?? 0,
  };
  const parts = values.task === undefined || values.task === 'language' ? planParts : taskParts;
  const flags: FlagTable = trainCommand.flags;
  const replaced = new Set<string>(['plan', 'minutes', 'epochs', ...parts]);
  const own = Object.keys(flags).filter((key) => given.has(key) && !replaced.has(key));
  const limit = options.steps === null ? 'epochs' : 'steps';
  return [
    ...own.flatMap((key) => flagWords(key, (values as Record<string, unknown>)[key])),
    ...[...parts, limit].flatMap((key) => flagWords(key, planned[key])),
  ];
}

function flagWords(key: string, value: unknown): string[] {
  const flag = `--${flagName(key)}`;
  if (value === undefined) return [];
  if (value === true) return [flag];
  return [value].flat().flatMap((each) => [flag, String(each)]);
}

const filesOf = (files: readonly string[]) =>
  files.some((file) => file.startsWith('-')) ? ['--', ...files] : files;
