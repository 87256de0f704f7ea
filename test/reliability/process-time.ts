import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isOver } from './signs.js';

/** Waits until a process has worked for so long, or waits for something, or has ended. */
export async function hasWorked(child: ChildProcessWithoutNullStreams, seconds: number): Promise<void> {
  let still = 0;
  for (let before = -1; !isOver(child) && still < 20;) {
    const worked = cpuSeconds(child.pid!);
    if (worked >= seconds) return;
    still = worked === before && sleeps(child.pid!) ? still + 1 : 0;
    before = worked;
    await sleep(20);
  }
}

/** User and system time of a process, in seconds; Infinity when it has gone, or there is no /proc. */
export function cpuSeconds(pid: number): number {
  const fields = statOf(pid);
  return fields === undefined ? Infinity : (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Whether all its threads wait for something, which one that only waits for a processor does not. */
function sleeps(pid: number): boolean {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return false;
  return readdirSync(tasks).every((task) => ['S', undefined].includes(statOf(`${pid}/task/${task}`)?.[0]));
}

/** The fields of /proc/PID/stat from the state on, which follows the name; undefined when it has gone. */
function statOf(pid: number | string): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
