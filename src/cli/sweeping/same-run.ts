import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { userError } from '../../core/errors.js';
import { disk } from '../../disk/disk.js';
import { parseRunConfig } from '../../runs/config.js';
import { CONFIG } from '../../runs/files.js';
import { parseStrictJson } from '../../formats/strict-json.js';
import type { TrainOptions } from '../../train/options.js';

/** What may differ between a run and the sweep that finds it: its limits, and how often it saves and samples. */
const FREE = new Set<keyof TrainOptions>([
  ...(['epochs', 'steps', 'minutes', 'patience'] as const),
  ...(['evalEvery', 'saveEvery', 'sampleEvery', 'milestones'] as const),
]);

/** What a plan decides on the day it is made. */
const PLANNED = new Set<keyof TrainOptions>(['model', 'lr', 'schedule', 'seq', 'batch', 'plan']);

/** What identifies a planned run with one on the disk. */
export interface Planned {
  readonly options: TrainOptions;
  /** Of the corpus. */
  readonly digest: string;
  /** Whether its model comes from elsewhere (--init-from), and cannot be compared. */
  readonly transferred: boolean;
  /** Whether it is made from a budget (train/plan). */
  readonly planned: boolean;
}

/**
 * Checks that the run in `directory`, which exists, is the planned one: of the same corpus, with the same settings.
 * Throws sweep/other-run, run/config.
 */
export function refuseOtherRun(directory: string, { options, digest, transferred, planned }: Planned): void {
  const file = join(directory, CONFIG);
  const saved = parseRunConfig(parseStrictJson(new TextDecoder().decode(disk.readFile(file))), file);
  const before = saved.environment.corpus.digest;
  if (before.startsWith('bytes:') && before !== digest)
    throw userError('sweep/other-run', { directory, why: 'another version of the corpus' });
  const keys = Object.keys({ ...saved.options, ...options }) as (keyof TrainOptions)[];
  for (const key of keys) {
    if (FREE.has(key) || (planned && PLANNED.has(key)) || (key === 'model' && transferred)) continue;
    const [asked, has] = [options[key], saved.options[key]];
    if (isDeepStrictEqual(asked, has)) continue;
    throw userError('sweep/other-run', { directory, why: `${key} ${words(has)}, not ${words(asked)}` });
  }
}

/** An option as in config.json. */
const words = (value: unknown): string => JSON.stringify(value) ?? 'unset';
