import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { userError } from '../core/errors.js';
import { writeDurably } from './atomic-write.js';
import { disk as realDisk, diskError, notRegular, onDisk, type Disk } from './disk.js';

/** Who holds a lock. `started` tells a process from a later one that was given the same pid. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly started: string;
  /** The machine and, on Linux, the name space of the pid. */
  readonly machine: string;
  readonly space?: string | undefined;
}

/** The name space of pids that a machine begins with. */
const FIRST_SPACE = 'pid:[4026531836]';
const MAX_TICKET = 1e14;

export interface Lock {
  /** Throws run/lost unless the directory is still this process's: it may have been removed and made anew. */
  check(): void;
  release(): void;
}

/**
 * Locks `directory` for this process, or throws run/locked (exit code 7).
 *
 * A lock is a numbered ticket, `.lock.1`, `.lock.2`, ...: who owns the highest holds the directory. A ticket is
 * taken by linking a finished file to the next number, which only one process can do. The highest ticket is never
 * deleted: to release it is to empty it, and a dead owner's ticket is passed by taking the next. So no number is
 * ever the highest twice, and no process can take away a lock because of something it saw a moment ago.
 */
export function acquireLock(directory: string, disk: Disk = realDisk): Lock {
  return onDisk(directory, () => {
    const seen = highestTicket(directory, disk);
    if (seen > 0) refuseIfHeld(directory, seen, disk);
    const mine = seen + 1;
    const owner = JSON.stringify({ ...thisProcess(), token: randomUUID() });
    if (!takeTicket(directory, mine, owner, disk)) return acquireLock(directory, disk);
    if (highestTicket(directory, disk) !== mine) {
      removeIfThere(ticketPath(directory, mine), disk);
      return acquireLock(directory, disk);
    }
    for (const number of tickets(directory, disk)) {
      if (number < mine) removeIfThere(ticketPath(directory, number), disk);
    }
    const path = ticketPath(directory, mine);
    return {
      check() {
        if (textOf(path, disk) !== owner) throw userError('run/lost', { directory });
      },
      release: () => release(path, owner, disk),
    };
  });
}

function ticketPath(directory: string, number: number): string {
  return join(directory, `.lock.${number}`);
}

function tickets(directory: string, disk: Disk): number[] {
  return disk.readdir(directory).flatMap((name) => {
    const match = /^\.lock\.(\d+)$/.exec(basename(name));
    if (!match) return [];
    const number = Number(match[1]);
    if (number > 0 && number < MAX_TICKET) return [number];
    throw userError('disk/place', {
      file: join(directory, name),
      call: 'lock',
      why: 'no lock has such a number',
    });
  });
}

function highestTicket(directory: string, disk: Disk): number {
  return Math.max(0, ...tickets(directory, disk));
}

function refuseIfHeld(directory: string, number: number, disk: Disk): void {
  const lock = ticketPath(directory, number);
  const owner = readOwner(lock, disk);
  if (owner !== undefined && isAlive(owner)) {
    throw userError('run/locked', { directory, pid: owner.pid, host: owner.host, lock });
  }
}

/** Whether the ticket is now ours: false when another process was given that number first. */
function takeTicket(directory: string, number: number, owner: string, disk: Disk): boolean {
  const temporary = join(directory, `..lock.${randomUUID()}.tmp`);
  try {
    writeDurably(temporary, owner, disk);
    disk.link(temporary, ticketPath(directory, number));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    removeIfThere(temporary, disk);
  }
}

/** The owner a ticket names; undefined when it is empty, that is released, or gone, that is passed. */
function readOwner(path: string, disk: Disk): Owner | undefined {
  try {
    const owner = Object(JSON.parse(textOf(path, disk) ?? '')) as Partial<Owner>;
    const { pid, host, started, space, machine } = owner;
    const known = { space: space === undefined ? undefined : String(space), machine: String(machine ?? '') };
    return { pid: Number(pid), host: String(host), started: String(started), ...known };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What a ticket holds; undefined where there is none. To open a FIFO would be to wait for its writer. */
function textOf(path: string, disk: Disk): string | undefined {
  const stats = disk.lstat(path);
  if (stats === undefined) return undefined;
  if (!stats.isFile()) throw diskError(notRegular(), path);
  try {
    return new TextDecoder().decode(disk.readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Whether an owner may be alive. Only what is known counts as proof of the contrary: a pid means something only in its own
 * name space and boot, and a machine that has been booted since has none of its old processes. Of another machine's, or
 * another container's, nothing can be known.
 */
function isAlive({ pid, host, started, space, machine }: Owner): boolean {
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

function thisProcess(): Owner {
  const started = startOf(process.pid) ?? '';
  const machine = readOr(() => readFileSync('/etc/machine-id', 'latin1').trim()) ?? '';
  const space = readOr(() => readlinkSync('/proc/self/ns/pid'));
  return { pid: process.pid, host: hostname(), started, machine, ...(space && { space }) };
}

const bootOf = (started: string) => started.split(':')[0];

/** When a process began - boot and clock tick - where the system tells (Linux). A zombie counts as gone. */
function startOf(pid: number): string | undefined {
  return readOr(() => {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // the name of the program, in parentheses, may hold anything; after it stand the state and, 20th, the start
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

function removeIfThere(path: string, disk: Disk): void {
  try {
    disk.unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Empties a ticket that is still `owner`'s. Where even that fails, the end of this process will release it. */
function release(path: string, owner: string, disk: Disk): void {
  try {
    if (textOf(path, disk) === owner) disk.truncate(path, 0);
  } catch {
    // nothing is lost: whoever comes next finds the owner dead
  }
}

/** Whether a live process, or one of which nothing can be known, holds the lock of `directory`. */
export function isLocked(directory: string, disk: Disk = realDisk): boolean {
  const number = highestTicket(directory, disk);
  const owner = number > 0 ? readOwner(ticketPath(directory, number), disk) : undefined;
  return owner !== undefined && isAlive(owner);
}
