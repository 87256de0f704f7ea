import { readFileSync } from 'node:fs';
import { userError } from '../../core/errors.js';
import { onDisk } from '../../files/disk.js';
import { labelFeatures, library, regexFeature, type Feature } from '../../inspect/features/index.js';
import type { InspectValues } from '../options/inspect.js';

/** The features that were asked for by --feature, from the library, from --labels, or by a pattern; without it, all there are. */
export async function featuresOf(values: InspectValues, characters: number): Promise<Feature[]> {
  const known = [...library, ...(await labels(values.labels, characters))];
  if (values.feature.length === 0) return known;
  return values.feature.map((given) => patternFeature(given) ?? named(given, known));
}

async function labels(file: string | undefined, characters: number): Promise<Feature[]> {
  if (file === undefined) return [];
  return labelFeatures(
    onDisk(file, () => readFileSync(file, 'utf8')),
    file,
    characters,
  );
}

function named(name: string, known: readonly Feature[]): Feature {
  const feature = known.find((candidate) => candidate.name === name);
  if (feature !== undefined) return feature;
  throw userError('inspect/feature', { name, known: known.map((candidate) => candidate.name).join(', ') });
}

/** `whale=/wh\w+/i`. */
function patternFeature(given: string): Feature | undefined {
  const match = /^([^=]+)=\/(.*)\/([a-z]*)$/s.exec(given);
  if (match === null) return undefined;
  const [, name, pattern, flags] = match as unknown as [string, string, string, string];
  try {
    return regexFeature(name, `inside /${pattern}/${flags}`, new RegExp(pattern, flags));
  } catch (error) {
    throw userError(
      'inspect/regex',
      { name, pattern: `/${pattern}/${flags}`, reason: (error as Error).message },
      error,
    );
  }
}
