import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** The process that a lock names. `started` distinguishes it from a later process with the same pid. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly started: string;
  /** The machine and, on Linux, the namespace of the pid. */
  readonly machine: string;
  readonly space?: string | undefined;
}

/** The initial pid namespace of a machine. */
const FIRST_SPACE = 'pid:[4026531836]';

/** The owner that a lock's text names; undefined where it names none, as in an empty file. */
export function parseOwner(text: string): Owner | undefined {
  try {
    const { pid, host, started, space, machine } = Object(JSON.parse(text)) as Partial<Owner>;
    const known = { space: space === undefined ? undefined : String(space), machine: String(machine ?? '') };
    return { pid: Number(pid), host: String(host), started: String(started), ...known };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Whether an owner may be alive. It counts as alive unless proven otherwise: a pid is meaningful only in its own
 * namespace and boot, and after a reboot none of the old processes exist. About processes of another machine or
 * container nothing can be known.
 */
export function isAlive({ pid, host, started, space, machine }: Owner): boolean {
  if (host !== hostname()) return true;
  const here = thisProcess();
  if (space !== undefined && here.space !== undefined) {
    const rebooted = bootOf(started) !== bootOf(here.started);
    if (rebooted) return machine === '' || machine !== here.machine || space !== FIRST_SPACE;
    if (space !== here.space) return true;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return now === undefined || started === '' || now === started;
}

export function thisProcess(): Owner {
  const started = startOf(process.pid) ?? '';
  const machine = readOr(() => readFileSync('/etc/machine-id', 'latin1').trim()) ?? '';
  const space = readOr(() => readlinkSync('/proc/self/ns/pid'));
  return { pid: process.pid, host: hostname(), started, machine, ...(space && { space }) };
}

const bootOf = (started: string) => started.split(':')[0];

/** When a process began (boot and clock tick), where the system reports it (Linux). A zombie counts as gone. */
function startOf(pid: number): string | undefined {
  return readOr(() => {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // the name of the program, in parentheses, may hold anything; after it come the state and, as the 20th field, the start
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'gone' : `${boot}:${fields[19]}`;
  });
}

function readOr<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
