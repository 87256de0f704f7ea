import { Worker } from 'node:worker_threads';
import { userError } from '../../core/errors.js';
import type { Feature } from '../../inspect/features/index.js';

/** Seconds that a pattern may take, and more for every million characters. */
const [SECONDS, SECONDS_PER_MILLION] = [10, 10];

export interface RegexTask {
  readonly pattern: RegExp;
  readonly codes: Int32Array;
}

/**
 * Inside a match of a regular expression of the user's, which may take time exponential in the text: it is matched on
 * a thread of its own, for as long as a limit or `signal` allows. Its values throw inspect/slow-regex, inspect/regex.
 */
export function threadedRegex(signal: AbortSignal, secondsOf = limitOf) {
  return (name: string, what: string, pattern: RegExp): Feature => ({
    name,
    kind: 'binary',
    what,
    values: (codes) => match({ pattern, codes }, { name, seconds: secondsOf(codes.length), signal }),
  });
}

const limitOf = (characters: number): number =>
  SECONDS + Math.round((SECONDS_PER_MILLION * characters) / 1e6);

function match(
  task: RegexTask,
  {
    name,
    seconds,
    signal,
  }: { readonly name: string; readonly seconds: number; readonly signal: AbortSignal },
): Promise<Float32Array> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./regex-worker.js', import.meta.url), {
    workerData: task,
    execArgv: [],
  });
  const pattern = String(task.pattern);
  return new Promise<Float32Array>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop);
    const timer = setTimeout(
      () => reject(userError('inspect/slow-regex', { name, pattern, seconds })),
      1000 * seconds,
    );
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    worker.once('message', resolve);
    worker.once('error', (error) => {
      reject(userError('inspect/regex', { name, pattern, reason: error.message }, error));
    });
    worker.once('exit', end);
  }).finally(() => worker.terminate());
}
