import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from '../../src/core/snapshot.js';
import { writeFileAtomic } from '../../src/disk/atomic-write.js';
import { readCheckpoint } from '../../src/runs/checkpoint.js';
import { encodeCheckpoint } from '../../src/formats/checkpoint/checkpoint.js';

/** One finished run: a line of results.jsonl. */
export interface Result {
  readonly name: string;
  readonly seed: number;
  readonly epochs: number;
  readonly parameters: number;
  /** Shares of 1, by column of the table. */
  readonly scores: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** Processor time of training, all threads together: what a busy machine does not falsify. */
  readonly cpuSeconds: number;
  readonly backend: string;
  readonly threads: number;
}

/** Finished runs and their networks, in a directory: existing ones are not trained again. */
export function openStore(directory: string) {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'results.jsonl');
  const networkFile = (name: string, seed: number) =>
    join(directory, `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${seed}.safetensors`);

  function results(): Result[] {
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Result);
  }

  return {
    results,
    find: ({ name, seed, epochs }: Pick<Result, 'name' | 'seed' | 'epochs'>) =>
      results().find((r) => r.name === name && r.seed === seed && r.epochs === epochs),
    network: (name: string, seed: number): Snapshot => readCheckpoint(networkFile(name, seed)),
    add(result: Result, { training: _, ...network }: Snapshot): void {
      writeFileAtomic(networkFile(result.name, result.seed), encodeCheckpoint(network));
      appendFileSync(file, `${JSON.stringify(result)}\n`);
    },
  };
}
