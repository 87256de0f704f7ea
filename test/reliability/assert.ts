import type { Problem } from '../../src/core/errors.js';

/** A Problem of any tree: classes of two trees are different classes. */
export function isProblem(error: unknown, exitCode?: number): error is Problem {
  if (!(error instanceof Error) || error.name !== 'Problem') return false;
  const { exitCode: actual, message } = error as Problem;
  return (exitCode === undefined || actual === exitCode) && !message.includes('\n');
}

/** Fails unless `action` throws a Problem of that exit code, on one line. */
export async function expectProblem(action: () => unknown, exitCode: number): Promise<void> {
  let result;
  try {
    result = await action();
  } catch (error) {
    if (isProblem(error, exitCode)) return;
    throw new Error(`a Problem of exit code ${exitCode} was due, not ${String(error)}`, { cause: error });
  }
  throw new Error(`a Problem was due, nothing was thrown (but ${typeof result} returned)`);
}

/** Fails with `message` unless `condition` holds. */
export function expectThat(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
