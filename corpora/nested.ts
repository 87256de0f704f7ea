import { createRng, type Rng } from '../src/core/rng.js';
import { bracket, createPen, inside, type NestedFeature, type NestedText, type Pen } from './pen.js';

const words = 'sea ship sail wind wave whale rope mast deck crew salt tide moon star land bird'.split(' ');
const capitals = words.map((word) => word[0]!.toUpperCase() + word.slice(1));
const INDENT = 2;

/**
 * A text of exactly `length` characters in a small language of nested things: statements in { }, calls in ( ), lists
 * in [ ], strings in " ", the three kinds of comments, conditions behind `if`. The same seed gives the same text.
 */
export function nestedText(length: number, seed: number): NestedText {
  const pen = createPen(length);
  const rng = createRng(seed);
  while (pen.text.length < length) statement(pen, rng, 0);
  return { text: pen.text.join(''), truth: pen.truth };
}

function statement(pen: Pen, rng: Rng, level: number): void {
  indent(pen, level);
  const kind = rng.below(10);
  if (kind === 0) comment(pen, rng, 'line-comment', '/', '/ ');
  else if (kind === 1) comment(pen, rng, 'hash-comment', '', '# ');
  else if (kind === 2) blockComment(pen, rng);
  else if (kind <= 4 && level < 3) condition(pen, rng, level);
  else if (kind <= 6) {
    name(pen, rng);
    pen.put(' = ');
    expression(pen, rng, 0);
    pen.put(';');
  } else {
    call(pen, rng, 0);
    pen.put(';');
  }
  newline(pen);
}

function condition(pen: Pen, rng: Rng, level: number): void {
  pen.put('if ');
  inside(pen, 'if-condition', () =>
    bracket(pen, 'parentheses', '()', () => {
      expression(pen, rng, 1);
      pen.put(rng.below(2) === 0 ? ' > ' : ' == ');
      expression(pen, rng, 1);
    }),
  );
  pen.put(' ');
  bracket(pen, 'braces', '{}', () => {
    newline(pen);
    for (let left = 1 + rng.below(3); left > 0; left--) statement(pen, rng, level + 1);
    indent(pen, level);
  });
}

/** `#` is inside already, `/` only with the second: `before` is the part of the mark that is still outside. */
function comment(pen: Pen, rng: Rng, kind: NestedFeature, before: string, mark: string): void {
  pen.put(before);
  pen.now[kind] = 1;
  pen.put(mark);
  sentence(pen, rng);
  pen.now[kind] = 0;
}

function blockComment(pen: Pen, rng: Rng): void {
  pen.put('/');
  pen.now['block-comment'] = 1;
  pen.put('* ');
  sentence(pen, rng);
  if (rng.below(2) === 0) {
    newline(pen);
    indent(pen, 1);
    sentence(pen, rng);
  }
  pen.put(' *');
  pen.now['block-comment'] = 0;
  pen.put('/');
}

function expression(pen: Pen, rng: Rng, depth: number): void {
  const kind = depth > 2 ? rng.below(6) : rng.below(10);
  if (kind < 2) number(pen, rng);
  else if (kind < 4) name(pen, rng);
  else if (kind < 7) quoted(pen, rng);
  else if (kind < 8) call(pen, rng, depth + 1);
  else if (kind < 9) bracket(pen, 'square-brackets', '[]', () => items(pen, rng, depth + 1));
  else {
    bracket(pen, 'parentheses', '()', () => {
      expression(pen, rng, depth + 1);
      pen.put(' + ');
      expression(pen, rng, depth + 1);
    });
  }
}

function call(pen: Pen, rng: Rng, depth: number): void {
  pen.put(pick(rng, words));
  bracket(pen, 'parentheses', '()', () => items(pen, rng, depth + 1));
}

function items(pen: Pen, rng: Rng, depth: number): void {
  for (let left = 1 + rng.below(3); left > 0; left--) {
    expression(pen, rng, depth);
    if (left > 1) pen.put(', ');
  }
}

function quoted(pen: Pen, rng: Rng): void {
  pen.now['double-quotes'] = pen.now.string = 1;
  pen.put('"');
  sentence(pen, rng);
  pen.now['double-quotes'] = pen.now.string = 0;
  pen.put('"');
}

/** One to six words. */
function sentence(pen: Pen, rng: Rng): void {
  for (let left = 1 + rng.below(6); left > 0; left--) {
    pen.put(pick(rng, words));
    if (left > 1) pen.put(' ');
  }
}

function name(pen: Pen, rng: Rng): void {
  if (rng.below(2) === 0) pen.put(pick(rng, words));
  else inside(pen, 'capitalised', () => pen.put(pick(rng, capitals)));
}

function number(pen: Pen, rng: Rng): void {
  inside(pen, 'digit', () => pen.put(String(rng.below(1000))));
}

function newline(pen: Pen): void {
  pen.now.indentation = 0;
  pen.now['leading-space'] = 1;
  pen.now['line-length'] = -1;
  pen.put('\n');
}

function indent(pen: Pen, level: number): void {
  for (let blanks = level * INDENT; blanks > 0; blanks--) {
    pen.now.indentation++;
    pen.put(' ');
  }
  pen.now['leading-space'] = 0;
}

function pick(rng: Rng, from: readonly string[]): string {
  return from[rng.below(from.length)]!;
}
