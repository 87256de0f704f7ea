import type { InspectedText } from '../forward/text.js';
import type { ReadyFeature } from './feature.js';

/** The most frequent answers are enough to be searched for. */
const MOST = 50;

/**
 * The labels of a table as features: 1 at the positions of a text of answers (classify, tag) where that label is right.
 * None for tasks that write a text. The most frequent 50 where there are more.
 */
export function answerFeatures({ reading }: InspectedText): ReadyFeature[] {
  if (reading === undefined || (reading.data.name !== 'classify' && reading.data.name !== 'tag')) return [];
  const { data, rows, firsts } = reading;
  const right = new Int32Array(firsts.at(-1)!);
  rows.forEach(({ label, target }, row) => {
    if (data.name === 'tag') right.set(target, firsts[row]!);
    else right.fill(label, firsts[row], firsts[row + 1]);
  });
  const counts = data.target.map(() => 0);
  for (const label of right) counts[label]!++;
  return [...data.target.keys()]
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, MOST)
    .map((id) => ({
      name: data.target[id]!,
      kind: 'binary',
      what: `${data.to} is ${data.target[id]!}`,
      values: () => Float32Array.from(right, (label) => Number(label === id)),
    }));
}
