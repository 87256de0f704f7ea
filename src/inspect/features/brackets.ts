import { binary, graded, type ReadyFeature } from './feature.js';

/** Brackets of each kind, and how deep all three together are nested. Unmatched closing brackets are ignored. */
export const brackets: readonly ReadyFeature[] = [
  binary('parentheses', 'inside ( )', () => isOpen('()')),
  binary('square-brackets', 'inside [ ]', () => isOpen('[]')),
  binary('braces', 'inside { }', () => isOpen('{}')),
  graded('depth', 'depth of ( [ { nesting', () => {
    const kinds = ['()', '[]', '{}'].map(counter);
    return (code) => kinds.reduce((sum, count) => sum + count(code), 0);
  }),
];

function isOpen(pair: string): (code: number) => number {
  const count = counter(pair);
  return (code) => Math.min(1, count(code));
}

/** How many brackets of one kind are open. */
function counter(pair: string): (code: number) => number {
  const [opening, closing] = [pair.charCodeAt(0), pair.charCodeAt(1)];
  let open = 0;
  return (code) => {
    if (code === opening) open++;
    else if (code === closing && open > 0) open--;
    return open;
  };
}
