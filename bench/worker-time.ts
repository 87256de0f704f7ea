import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of Linux's clock in /proc. */
const TICKS = 100;

/**
 * Processor seconds that the workers of browsers started by this process have used, as /proc counts them; 0 where there is
 * no Linux. On a busy machine they say what elapsed time cannot.
 */
export function workerSeconds(): number {
  const parents = new Map(numbersIn('/proc').map((pid) => [pid, fieldsOf(`/proc/${pid}/stat`)[1] ?? 0]));
  const own = [...parents.keys()].filter((pid) => descends(pid, parents));
  return own.flatMap(threadsOf).reduce((sum, ticks) => sum + ticks, 0) / TICKS;
}

/** Processes and threads may end while they are looked at: what is not there reads as empty. */
function orEmpty<T>(read: () => T, empty: T): T {
  try {
    return read();
  } catch {
    return empty;
  }
}

const numbersIn = (directory: string): number[] =>
  orEmpty(() => readdirSync(directory), [])
    .map(Number)
    .filter(Number.isInteger);

const textOf = (file: string): string => orEmpty(() => readFileSync(file, 'utf8'), '');

/** State, parent, ...: what follows the name, which may hold anything, in parentheses. */
function fieldsOf(stat: string): number[] {
  const text = textOf(stat);
  return text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
}

function descends(pid: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at = parents.get(pid); at !== undefined; at = parents.get(at)) if (at === process.pid) return true;
  return false;
}

/** Ticks of each worker of a process, as user and system. */
function threadsOf(pid: number): number[] {
  const tasks = `/proc/${pid}/task`;
  return numbersIn(tasks)
    .filter((tid) => textOf(`${tasks}/${tid}/comm`).startsWith('DedicatedWorker'))
    .map((tid) => {
      const fields = fieldsOf(`${tasks}/${tid}/stat`);
      return (fields[11] ?? 0) + (fields[12] ?? 0);
    });
}
