import { library } from '../../src/inspect/features/index.js';
import { defaultFirstWeights } from '../../src/inspect/search/controls.js';
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
      ...{ cells: [], states: undefined, limit: undefined, clamp: 'mean' },
      ...{ features: library, featuresNamed: false },
      ...{ firstWeights: defaultFirstWeights, recent: 4, shuffles: 19, seed: 1 },
      ...question,
    },
  });
}

/** The report of a view, as its JSON says it. */
export async function reportOf<Report>(view: View, inspection: Inspection): Promise<Report> {
  const pieces = (await inspection.show(view)).json();
  let json = '';
  if (typeof pieces === 'string') json = pieces;
  else for await (const piece of pieces) json += piece;
  return JSON.parse(json) as Report;
}
