import { library } from '../../src/inspect/features/index.js';
import { defaultFirstWeights } from '../../src/inspect/search/controls.js';
import { toJson } from '../../src/report/json.js';
import { createInspection, type Inspection, type Question, type View } from '../../src/inspect/views/view.js';

/** An inspection of a network on a text, with the usual question unless another is asked. */
export function inspectionOf(
  network: Inspection['network'],
  vocabulary: Inspection['vocabulary'],
  content: string,
  question: Partial<Question> = {},
  name = 'test',
): Inspection {
  return createInspection({
    network,
    vocabulary,
    source: { name, chunks: [content] },
    question: {
      cells: [],
      states: undefined,
      limit: undefined,
      clamp: 'mean',
      features: library,
      featuresNamed: false,
      firstWeights: defaultFirstWeights,
      recent: 4,
      shuffles: 19,
      seed: 1,
      ...question,
    },
  });
}

/** The report of a view, as its JSON has it. */
export async function reportOf<Report>(view: View, inspection: Inspection): Promise<Report> {
  const { json, report } = await inspection.show(view);
  if (json === undefined) return JSON.parse(toJson(report)) as Report;
  let text = '';
  for await (const piece of json()) text += piece;
  return JSON.parse(text) as Report;
}
