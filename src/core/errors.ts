import { problems } from './problems.js';

/**
 * An error that is the user's to solve, not ours: it becomes one line on stderr and an exit code, without a stack.
 * Everything it can say stands in the table of problems.ts; docs/errors.md is made from that table.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly code: ProblemCode,
    message: string,
    /** The exit code of docs/cli: 2 usage, 3 text, 4 checkpoint, 5 disk, 6 diverged, 7 in use. */
    readonly exitCode: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export type ProblemCode = keyof typeof problems;

/** The names between braces in a template: `'{file} is empty'` -> `'file'`. */
type FieldsOf<S extends string> = S extends `${string}{${infer Field}}${infer Rest}`
  ? Field | FieldsOf<Rest>
  : never;

type Fields<K extends ProblemCode> = Record<
  FieldsOf<(typeof problems)[K]['says'] | (typeof problems)[K]['todo']>,
  string | number
>;

/**
 * The Problem of that code, with the braces of its two sentences filled in:
 * `throw problem('corpus/empty', { file })`. `cause` keeps the error underneath for --debug.
 */
export function problem<K extends ProblemCode>(code: K, fields: Fields<K>, cause?: unknown): Problem {
  const { exit, says, todo } = problems[code];
  const message = `${says}: ${todo}`.replace(/\{(\w+)\}/g, (_, field) =>
    String(fields[field as keyof Fields<K>]),
  );
  return new Problem(code, message, exit, cause === undefined ? undefined : { cause });
}
