import { idsOf, learn, rowOf, taskOf, textOf } from './learn.js';

/*
 * Aligned many to many: a tag for every symbol. Which brackets are inside how many others?
 *
 *     tags      1    2    2    1
 *               ↑    ↑    ↑    ↑
 *     network   □ ─► □ ─► □ ─► □
 *               ↑    ↑    ↑    ↑
 *     source    (    (    )    )
 */

const brackets = ['(', ')'];
const depths = [...'1234'];

/** Balanced brackets from the bits of a seed, and the depth of each. */
function nested(seed: number): { text: string; tags: string } {
  let [text, tags, depth] = ['', '', 0];
  for (let i = 0; i < 12 || depth > 0; i++) {
    const opens = depth === 0 || (i < 12 && depth < 4 && (seed >> i) % 2 === 1);
    if (opens) depth += 1;
    text += opens ? '(' : ')';
    tags += depth;
    if (!opens) depth -= 1;
  }
  return { text, tags };
}

const rows = Array.from({ length: 1000 }, (_, i) => nested(i)).map(({ text, tags }) =>
  rowOf({ source: idsOf(text, brackets), target: idsOf(tags, depths) }),
);
const answerer = await learn(taskOf('tag', brackets, depths), rows);
const asked = ['(()())', '(((())))', '()(())()', nested(3001).text];
answerer.tags(asked.map((text) => idsOf(text, brackets))).forEach(({ ids }, i) => {
  console.log(asked[i]);
  console.log(textOf(ids, depths));
});
