import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Floats } from '../../src/core/floats.js';
import { decodeSafetensors } from '../../src/formats/safetensors/safetensors.js';

/** What another program computed, by name. */
export interface Golden {
  readonly metadata: Readonly<Record<string, string>>;
  /** The numbers of one array. */
  get(name: string): Floats | Int32Array;
  /** The arrays whose names begin with `group/`, under the rest of their names. */
  group(group: string): Map<string, Floats>;
}

/** Reads a file in the folder of this one's source. */
export function readGolden(file: string): Golden {
  const { tensors, metadata } = decodeSafetensors(readFileSync(pathOf(file)), file);
  return {
    metadata,
    get: (name) => tensors.get(name)!.data as Floats,
    group(group) {
      const members = [...tensors].filter(([name]) => name.startsWith(`${group}/`));
      return new Map(members.map(([name, { data }]) => [name.slice(group.length + 1), data as Floats]));
    },
  };
}

export const readExcerpt = (): string => readFileSync(pathOf('excerpt.txt'), 'utf8');

/** The names of the files in a folder, without their endings. */
export function goldenCases(folder: string): string[] {
  const files = readdirSync(pathOf(folder));
  if (files.length === 0) throw new Error(`no golden files in ${folder}`);
  return files.map((file) => file.replace('.safetensors', ''));
}

/** Tests run from dist/test/golden/; the files are in test/golden/. */
function pathOf(file: string): string {
  return fileURLToPath(new URL(`../../../test/golden/${file}`, import.meta.url));
}
