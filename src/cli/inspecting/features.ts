import { readFileSync } from 'node:fs';
import { onDisk } from '../../disk/disk.js';
import { answerFeatures } from '../../inspect/features/answers.js';
import { chooseFeatures, library, type Feature } from '../../inspect/features/index.js';
import { labelFeatures } from '../../inspect/features/labels.js';
import { shuffleRows, type InspectedTable } from '../../inspect/forward/table.js';
import { textOfTable } from '../../inspect/forward/text.js';
import type { Question } from '../../inspect/views/view.js';
import type { InspectValues } from '../options/inspect.js';

type Features = Pick<Question, 'features' | 'featuresNamed'>;

/** The features of --feature and --labels, or else all there are. */
export async function featuresOf({ feature, labels }: InspectValues): Promise<Features> {
  const own = labels === undefined ? [] : await readLabels(labels);
  return { features: chooseFeatures(feature, [...library, ...own]), featuresNamed: feature.length > 0 };
}

/** The labels or tags of a table, or those of --feature; of a task that writes a text, the features of texts. */
export function featuresOfTable(table: InspectedTable, { feature, seed }: InspectValues): Features {
  const answers = answerFeatures(textOfTable(shuffleRows(table, seed), 'answers'));
  const known = table.data.name === 'classify' ? answers : [...answers, ...library];
  const all = answers.length > 0 ? answers : library;
  return {
    features: feature.length > 0 ? chooseFeatures(feature, known) : all,
    featuresNamed: feature.length > 0,
  };
}

const readLabels = (file: string): Promise<Feature[]> =>
  labelFeatures(
    onDisk(file, () => readFileSync(file, 'utf8')),
    file,
  );
