import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until a process has worked for so long, or waits for something, or has ended. */
export async function hasWorked(child: ChildProcessWithoutNullStreams, seconds: number): Promise<void> {
  let still = 0;
  for (let before = -1; !isOver(child) && still < 20;) {
    const worked = cpuSeconds(child.pid!);
    if (worked >= seconds) return;
    still = worked > 0.3 && worked === before && sleeps(child.pid!) ? still + 1 : 0;
    before = worked;
    await sleep(20);
  }
}

/** Whether a process has ended, by itself or by a signal. */
export const isOver = ({ exitCode, signalCode }: ChildProcessWithoutNullStreams) =>
  exitCode !== null || signalCode !== null;

/** User and system time of a process, in seconds; Infinity when it has gone, or there is no /proc. */
export function cpuSeconds(pid: number): number {
  const fields = statOf(pid);
  return fields === undefined ? Infinity : (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Whether its first thread waits for something, which one that only waits for a processor does not. */
const sleeps = (pid: number): boolean => statOf(pid)?.[0] === 'S';

/** The fields of /proc/PID/stat from the state on, which follows the name. */
function statOf(pid: number): string[] | undefined {
  if (!existsSync(`/proc/${pid}/stat`)) return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
