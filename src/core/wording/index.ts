import type { ErrorCode, ErrorFields, UserError } from '../errors.js';
import { checkpoint } from './checkpoint.js';
import { disk } from './disk.js';
import { inUse } from './in-use.js';
import { series } from './series.js';
import { table } from './table.js';
import { text } from './text.js';
import { training } from './training.js';
import { usage } from './usage.js';
import type { FieldsOf, Wording } from './wording.js';

/** Every error by its exit code; docs/errors.md is made from this table. */
export const errorsByExitCode: ReadonlyMap<number, Readonly<Record<string, Wording>>> = new Map<
  number,
  Readonly<Record<string, Wording>>
>([
  [2, usage],
  [3, { ...text, ...table, ...series }],
  [4, checkpoint],
  [5, disk],
  [6, training],
  [7, inUse],
]);

const messages = { ...usage, ...text, ...table, ...series, ...checkpoint, ...disk, ...training, ...inUse };

/** Fields that only a message or only its error has, and codes without a message. There must be none. */
type Mistakes<Table extends Record<string, Wording>> =
  | Exclude<ErrorCode, keyof Table>
  | Exclude<keyof Table, ErrorCode>
  | {
      [K in keyof Table & ErrorCode]:
        | Exclude<FieldsOf<Table[K][keyof Wording]>, keyof ErrorFields[K]>
        | Exclude<keyof ErrorFields[K], FieldsOf<Table[K][keyof Wording]>>;
    }[keyof Table & ErrorCode];

// a compile error here names the code or field that core/errors.ts and the messages disagree on
true satisfies [Mistakes<typeof messages>] extends [never] ? true : Mistakes<typeof messages>;

/** The exit code of an error (docs/errors.md). */
export function exitCodeOfError(code: ErrorCode): number {
  for (const [exitCode, table] of errorsByExitCode) if (Object.hasOwn(table, code)) return exitCode;
  throw new RangeError(`no exit code for ${code}`);
}

/** What happened, and what to do about it. */
export function formatError({ code, fields }: UserError): Wording {
  const { message, hint } = messages[code];
  const fill = (sentence: string) =>
    sentence.replace(/\{(\w+)\}/g, (_, field: string) => String(fields[field]));
  return { message: fill(message), hint: fill(hint) };
}

/** The line for an error: its sentence and hint with the fields filled in. */
export function errorLine(error: UserError): string {
  const { message, hint } = formatError(error);
  return `${message}; ${hint}`;
}
