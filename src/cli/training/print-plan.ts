import { userError } from '../../core/errors.js';
import type { TrainOptions } from '../../train/options.js';
import { planParts } from '../../train/plan/plan.js';
import { areClips } from '../clips/open.js';
import { flagName, type FlagTable } from '../options/flag.js';
import { tableOrigin } from '../options/task-options.js';
import { trainCommand } from '../options/train.js';
import { trainOptions } from '../options/train-options.js';
import { shellLine } from '../sweeping/shell.js';
import type { Console } from '../terminal/console.js';
import { openSource } from './new-training.js';
import { isPlanned, planOf, reasons } from './planning.js';
import { existingDirectory, type TrainArguments } from './training.js';

/** `train --plan`: prints the plan as one complete command, with its reasons on stderr, and trains nothing. */
export async function printPlan(given: TrainArguments, { out, err, stop }: Console): Promise<number> {
  const { values, files } = given;
  if (files.length === 0) throw userError('usage/missing-argument', { usage: 'char-rnn train <corpus..>' });
  if (areClips(files) || !isPlanned(given)) throw userError('usage/plan', {});
  const base = trainOptions(values);
  const workDirectory = existingDirectory(values.out ?? '.');
  const corpus = await openSource(given, tableOrigin(given), base, { workDirectory, stop });
  try {
    const plan = await planOf(given, base, corpus);
    for (const line of reasons(plan, corpus)) await err.write(`${line}\n`);
    await out.write(
      `${shellLine(['char-rnn', 'train', ...flagsOf(given, plan.options), ...filesOf(files)])}\n`,
    );
    return 0;
  } finally {
    corpus.close();
  }
}

/** The flags of the plan, and those given that are no part of it. */
function flagsOf({ values, given }: TrainArguments, { model, ...options }: TrainOptions): string[] {
  const planned: Record<string, unknown> = {
    ...{ weightDropout: 0, dropoutMask: 'step', ...model, ...options },
    schedule: options.schedule.name,
  };
  const flags: FlagTable = trainCommand.flags;
  const own = Object.keys(flags).filter((key) => given.has(key) && !replaced.has(key));
  const limit = options.steps === null ? 'epochs' : 'steps';
  return [
    ...own.flatMap((key) => flagWords(key, (values as Record<string, unknown>)[key])),
    ...['cell', ...planParts, limit].flatMap((key) => flagWords(key, planned[key])),
  ];
}

/** Flags whose place the plan takes. */
const replaced = new Set<string>(['plan', 'minutes', 'epochs', 'cell', ...planParts]);

function flagWords(key: string, value: unknown): string[] {
  const flag = `--${flagName(key)}`;
  if (value === true) return [flag];
  return [value].flat().flatMap((each) => [flag, String(each)]);
}

const filesOf = (files: readonly string[]) =>
  files.some((file) => file.startsWith('-')) ? ['--', ...files] : files;
