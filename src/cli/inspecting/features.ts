import { openSource, textOf } from '../../material/text/read-text.js';
import { tableRows } from '../../material/table/rows.js';
import { answerFeatures } from '../../inspect/features/answers.js';
import { chooseFeatures, library, type Feature } from '../../inspect/features/index.js';
import { labelFeatures } from '../../inspect/features/labels.js';
import { shuffleRows, type InspectedTable } from '../../inspect/forward/table.js';
import { textOfTable } from '../../inspect/forward/text.js';
import { USUAL_LIMIT, type Question } from '../../inspect/views/view.js';
import type { InspectValues } from '../options/inspect.js';
import { threadedRegex } from './regex-thread.js';

type Features = Pick<Question, 'features' | 'featuresNamed'>;

/** The features of --feature and --labels, or else all there are. */
export async function featuresOf(
  { feature, labels, limit = USUAL_LIMIT }: InspectValues,
  signal: AbortSignal,
): Promise<Features> {
  const own = labels === undefined ? [] : await readLabels(labels, limit, signal);
  const features = chooseFeatures(feature, [...library, ...own], threadedRegex(signal));
  return { features, featuresNamed: feature.length > 0 };
}

/** The labels or tags of a table, or those of --feature; of a task that writes a text, the features of texts. */
export function featuresOfTable(
  table: InspectedTable,
  { feature, seed }: InspectValues,
  signal: AbortSignal,
): Features {
  const answers = answerFeatures(textOfTable(shuffleRows(table, seed), 'answers'));
  const known = table.data.name === 'classify' ? answers : [...answers, ...library];
  const all = answers.length > 0 ? answers : library;
  return {
    features: feature.length > 0 ? chooseFeatures(feature, known, threadedRegex(signal)) : all,
    featuresNamed: feature.length > 0,
  };
}

async function readLabels(path: string, most: number, signal: AbortSignal): Promise<Feature[]> {
  const source = await openSource(path, {});
  const file = source.name;
  const rows = tableRows(textOf(source, { signal }), { file, delimiter: ',', quoted: true });
  return labelFeatures(rows, { file, most });
}
