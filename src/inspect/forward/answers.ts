import { createRng } from '../../core/rng.js';
import type { Example } from '../../data/examples.js';
import { copyTensors, type LanguageModel } from '../../model/language-model.js';
import { createAnswerer, type Source } from '../../sample/answers.js';
import type { Backend } from './subject.js';
import type { InspectedTable } from './table.js';

/** The rows with what a model writes for their sources, decoded greedily, as target. */
export function writtenRows(
  { data, rows }: InspectedTable,
  model: LanguageModel,
  backend: Backend,
): Example[] {
  const snapshot = {
    model: model.config,
    task: data,
    weights: copyTensors(model.params),
    vocabulary: { tokens: 'chars', symbols: [] } as const,
  };
  const answerer = createAnswerer(snapshot, backend);
  const rng = createRng(0); // nothing is drawn at temperature 0
  const answers: Example[] = [];
  for (let from = 0; from < rows.length; from += answerer.rows) {
    const some = rows.slice(from, from + answerer.rows);
    const sources = some.map(({ source, label, vector }): Source => {
      if (data.name === 'translate') return { ids: source };
      return label >= 0 ? { label } : { vector };
    });
    const written = answerer.targets(sources, {
      temperature: 0,
      length: model.T - 1,
      rngs: sources.map(() => rng),
    });
    written.forEach(({ ids }, i) => answers.push({ ...some[i]!, target: Int32Array.from(ids) }));
  }
  return answers;
}
