import type { UserError } from '../../src/core/errors.js';
import { exitCodeOfError } from '../../src/core/wording/index.js';

/** A UserError of any tree: classes of two trees are different classes. */
export function isUserError(error: unknown, exitCode?: number): error is UserError {
  if (!(error instanceof Error) || error.name !== 'UserError') return false;
  const { code, message } = error as UserError;
  return (exitCode === undefined || exitCodeOfError(code) === exitCode) && !message.includes('\n');
}

/** Fails unless `action` throws a UserError of that exit code, on one line. */
export async function expectProblem(action: () => unknown, exitCode: number): Promise<void> {
  let result;
  try {
    result = await action();
  } catch (error) {
    if (isUserError(error, exitCode)) return;
    throw new Error(`a UserError of exit code ${exitCode} was due, not ${String(error)}`, { cause: error });
  }
  throw new Error(`a UserError was due, nothing was thrown (but ${typeof result} returned)`);
}

/** Fails with `message` unless `condition` holds. */
export function expectThat(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
