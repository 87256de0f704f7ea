import type { Snapshot } from '../../core/snapshot.js';
import { answerFeatures } from '../../inspect/features/answers.js';
import { chooseFeatures, library, type Feature } from '../../inspect/features/index.js';
import { labelFeatures } from '../../inspect/features/labels.js';
import { shuffleRows, type InspectedTable } from '../../inspect/forward/table.js';
import { textOfTable } from '../../inspect/forward/text.js';
import { defaultFirstWeights, type FirstWeights } from '../../inspect/search/controls.js';
import { USUAL_LIMIT, type Question } from '../../inspect/views/view.js';
import { tableRows } from '../../material/table/rows.js';
import { openSource, textOf } from '../../material/text/read-text.js';
import { trainOptionsSchema } from '../../train/options-schema.js';
import { threadedRegex } from './regex-thread.js';
import { usualQuestion, type InspectRequest } from './request.js';

/** The features that are searched unless a request names some. */
export const featureNames: readonly string[] = library.map(({ name }) => name);

/** The fields of a request as a question about a model and, where it reads one, a table. */
export async function questionOf(
  request: InspectRequest,
  { training }: Snapshot,
  table: InspectedTable | undefined,
): Promise<Question> {
  const { cell = [], state, clamp, limit, recent, shuffles, seed = usualQuestion.seed } = request;
  return {
    cells: cell,
    states: state,
    limit,
    seed,
    clamp: clamp ?? usualQuestion.clamp,
    recent: recent ?? usualQuestion.recent,
    shuffles: shuffles ?? usualQuestion.shuffles,
    features: table ? featuresOfTable(table, seed, request) : await featuresOfText(request),
    featuresNamed: request.feature !== undefined,
    firstWeights: firstWeightsOf(training),
  };
}

/** The features of --feature and --labels, or else all there are. */
async function featuresOfText({
  feature = [],
  labels,
  limit = USUAL_LIMIT,
  watch: { signal },
}: InspectRequest): Promise<readonly Feature[]> {
  const own = labels === undefined ? [] : await readLabels(labels, limit, signal);
  return chooseFeatures(feature, [...library, ...own], threadedRegex(signal));
}

/** The labels or tags of a table, or those of --feature; of a task that writes a text, the features of texts. */
function featuresOfTable(
  table: InspectedTable,
  seed: number,
  { feature, watch: { signal } }: InspectRequest,
): readonly Feature[] {
  const answers = answerFeatures(textOfTable(shuffleRows(table, seed), 'answers'));
  if (feature === undefined) return answers.length > 0 ? answers : library;
  const known = table.data.name === 'classify' ? answers : [...answers, ...library];
  return chooseFeatures(feature, known, threadedRegex(signal));
}

async function readLabels(path: string, most: number, signal: AbortSignal): Promise<Feature[]> {
  const source = await openSource(path, {});
  const file = source.name;
  const rows = tableRows(textOf(source, { signal }), { file, delimiter: ',', quoted: true });
  return labelFeatures(rows, { file, most });
}

/** The initial weights of the network, for the untrained baseline. */
export function firstWeightsOf(training: Snapshot['training']): FirstWeights {
  const options = trainOptionsSchema.safeParse(training?.options);
  if (!options.success) return defaultFirstWeights;
  return { seed: options.data.seed, how: options.data.initialization };
}
