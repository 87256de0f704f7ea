import { createRng } from 'char-rnn-ts/in-memory';
import { idsOf, learn, rowOf, taskOf, textOf } from './learn.js';

/*
 * One to many: a label in, a text out.
 *
 *     text     s    e    c   ...  end
 *              ↑    ↑    ↑         ↑
 *     network  □ ─► □ ─► □ ─► ... ─► □
 *              ↑    ↑    ↑         ↑
 *     input  time   s    e   ...    d
 *
 * Words of two kinds; from the label alone, the network draws words of that kind, old ones and new ones.
 */

const words = {
  time: 'second minute hour day week month year decade century morning evening night noon'.split(' '),
  food: 'bread butter cheese apple pear plum cherry carrot potato onion garlic pepper salt'.split(' '),
};
const labels = Object.keys(words) as (keyof typeof words)[];
const letters = [...new Set(labels.flatMap((label) => words[label].join('').split('')))].sort();
const rows = labels.flatMap((name, label) =>
  words[name].map((word) => rowOf({ label, target: idsOf(word, letters) })),
);
const answerer = await learn(taskOf('generate', labels, letters), rows);
for (const [label, name] of labels.entries()) {
  const sources = Array.from({ length: 8 }, () => ({ label }));
  const rngs = sources.map((_, i) => createRng(1, i));
  const written = answerer.targets(sources, { temperature: 0.8, length: 12, rngs });
  console.log(`${name}: ${written.map(({ ids }) => textOf(ids, letters)).join(' ')}`);
}
