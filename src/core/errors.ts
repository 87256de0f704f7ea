import { errorTable } from './error-table.js';

/**
 * An error that is the user's to solve, not ours: it becomes one line on stderr and an exit code, without a stack.
 * Everything it can say stands in the table of error-table.ts; docs/errors.md is made from that table.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** The exit code of docs/cli: 2 usage, 3 text, 4 checkpoint, 5 disk, 6 diverged, 7 in use. */
    readonly exitCode: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export type ErrorCode = keyof typeof errorTable;

/** The names between braces in a template: `'{file} is empty'` -> `'file'`. */
type FieldsOf<S extends string> = S extends `${string}{${infer Field}}${infer Rest}`
  ? Field | FieldsOf<Rest>
  : never;

type Fields<K extends ErrorCode> = Record<
  FieldsOf<(typeof errorTable)[K]['message'] | (typeof errorTable)[K]['hint']>,
  string | number
>;

/**
 * The UserError of that code, with the braces of its two sentences filled in:
 * `throw userError('corpus/empty', { file })`. `cause` keeps the error underneath for --debug.
 */
export function userError<K extends ErrorCode>(code: K, fields: Fields<K>, cause?: unknown): UserError {
  const { exit, message, hint } = errorTable[code];
  const text = `${message}: ${hint}`.replace(/\{(\w+)\}/g, (_, field) =>
    String(fields[field as keyof Fields<K>]),
  );
  return new UserError(code, text, exit, cause === undefined ? undefined : { cause });
}
