import { createRng, type Rng } from '../src/core/rng.js';
import {
  bracket,
  createLabeledWriter,
  inside,
  type NestedFeature,
  type NestedText,
  type LabeledWriter,
} from './labeled-writer.js';

const words = 'sea ship sail wind wave whale rope mast deck crew salt tide moon star land bird'.split(' ');
const capitals = words.map((word) => word[0]!.toUpperCase() + word.slice(1));
const INDENT = 2;

/**
 * A text of exactly `length` characters in a small language of nested things: statements in { }, calls in ( ), lists
 * in [ ], strings in " ", the three kinds of comments, conditions after `if`. The same seed gives the same text.
 */
export function nestedText(length: number, seed: number): NestedText {
  const writer = createLabeledWriter(length);
  const rng = createRng(seed);
  while (writer.text.length < length) statement(writer, rng, 0);
  return { text: writer.text.join(''), truth: writer.truth };
}

function statement(writer: LabeledWriter, rng: Rng, level: number): void {
  indent(writer, level);
  const kind = rng.below(10);
  if (kind === 0) comment(writer, rng, 'line-comment', '/', '/ ');
  else if (kind === 1) comment(writer, rng, 'hash-comment', '', '# ');
  else if (kind === 2) blockComment(writer, rng);
  else if (kind <= 4 && level < 3) condition(writer, rng, level);
  else if (kind <= 6) {
    name(writer, rng);
    writer.put(' = ');
    expression(writer, rng, 0);
    writer.put(';');
  } else {
    call(writer, rng, 0);
    writer.put(';');
  }
  newline(writer);
}

function condition(writer: LabeledWriter, rng: Rng, level: number): void {
  writer.put('if ');
  inside(writer, 'if-condition', () =>
    bracket(writer, 'parentheses', '()', () => {
      expression(writer, rng, 1);
      writer.put(rng.below(2) === 0 ? ' > ' : ' == ');
      expression(writer, rng, 1);
    }),
  );
  writer.put(' ');
  bracket(writer, 'braces', '{}', () => {
    newline(writer);
    for (let left = 1 + rng.below(3); left > 0; left--) statement(writer, rng, level + 1);
    indent(writer, level);
  });
}

/** `#` is inside already, `/` only with the second: `before` is the part of the mark that is still outside. */
function comment(writer: LabeledWriter, rng: Rng, kind: NestedFeature, before: string, mark: string): void {
  writer.put(before);
  writer.now[kind] = 1;
  writer.put(mark);
  sentence(writer, rng);
  writer.now[kind] = 0;
}

function blockComment(writer: LabeledWriter, rng: Rng): void {
  writer.put('/');
  writer.now['block-comment'] = 1;
  writer.put('* ');
  sentence(writer, rng);
  if (rng.below(2) === 0) {
    newline(writer);
    indent(writer, 1);
    sentence(writer, rng);
  }
  writer.put(' *');
  writer.now['block-comment'] = 0;
  writer.put('/');
}

function expression(writer: LabeledWriter, rng: Rng, depth: number): void {
  const kind = depth > 2 ? rng.below(6) : rng.below(10);
  if (kind < 2) number(writer, rng);
  else if (kind < 4) name(writer, rng);
  else if (kind < 7) quoted(writer, rng);
  else if (kind < 8) call(writer, rng, depth + 1);
  else if (kind < 9) bracket(writer, 'square-brackets', '[]', () => items(writer, rng, depth + 1));
  else {
    bracket(writer, 'parentheses', '()', () => {
      expression(writer, rng, depth + 1);
      writer.put(' + ');
      expression(writer, rng, depth + 1);
    });
  }
}

function call(writer: LabeledWriter, rng: Rng, depth: number): void {
  writer.put(pick(rng, words));
  bracket(writer, 'parentheses', '()', () => items(writer, rng, depth + 1));
}

function items(writer: LabeledWriter, rng: Rng, depth: number): void {
  for (let left = 1 + rng.below(3); left > 0; left--) {
    expression(writer, rng, depth);
    if (left > 1) writer.put(', ');
  }
}

function quoted(writer: LabeledWriter, rng: Rng): void {
  writer.now['double-quotes'] = writer.now.string = 1;
  writer.put('"');
  sentence(writer, rng);
  writer.now['double-quotes'] = writer.now.string = 0;
  writer.put('"');
}

/** One to six words. */
function sentence(writer: LabeledWriter, rng: Rng): void {
  for (let left = 1 + rng.below(6); left > 0; left--) {
    writer.put(pick(rng, words));
    if (left > 1) writer.put(' ');
  }
}

function name(writer: LabeledWriter, rng: Rng): void {
  if (rng.below(2) === 0) writer.put(pick(rng, words));
  else inside(writer, 'capitalized', () => writer.put(pick(rng, capitals)));
}

function number(writer: LabeledWriter, rng: Rng): void {
  inside(writer, 'digit', () => writer.put(String(rng.below(1000))));
}

function newline(writer: LabeledWriter): void {
  writer.now.indentation = 0;
  writer.now['leading-space'] = 1;
  writer.now['line-length'] = -1;
  writer.put('\n');
}

function indent(writer: LabeledWriter, level: number): void {
  for (let blanks = level * INDENT; blanks > 0; blanks--) {
    writer.now.indentation++;
    writer.put(' ');
  }
  writer.now['leading-space'] = 0;
}

function pick(rng: Rng, from: readonly string[]): string {
  return from[rng.below(from.length)]!;
}
