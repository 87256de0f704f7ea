import { binary, type ReadyFeature, type Step } from './feature.js';
import { lexer, type Mode } from './lexer.js';

/** Comments and string literals, as in C-like languages or Python. */
export const comments: readonly ReadyFeature[] = [
  binary('line-comment', 'inside a // comment', () => within('line-comment')),
  binary('hash-comment', 'inside a # comment', hashComment),
  binary('block-comment', 'inside a /* */ comment', () => within('block-comment')),
  binary('string', 'inside a string literal', () => within('string')),
];

function within(mode: Mode): Step {
  const next = lexer();
  return (code) => Number(next(code) === mode);
}

/** From a # that begins a line or follows a blank, outside strings, to the end of the line. */
function hashComment(): Step {
  const next = lexer();
  let before = 10;
  let inside = false;
  return (code) => {
    const mode = next(code);
    if (code === 10) inside = false;
    else if (code === 35 && mode === 'code' && (before === 32 || before === 9 || before === 10))
      inside = true;
    before = code;
    return Number(inside);
  };
}
