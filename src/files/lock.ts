import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { userError } from '../core/errors.js';
import { writeDurably } from './atomic-write.js';
import { disk as realDisk, onDisk, type Disk } from './disk.js';

/** Who holds a lock. `started` tells a process from a later one that was given the same pid. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly started: string;
}

export interface Lock {
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
    if (!takeTicket(directory, mine, disk)) return acquireLock(directory, disk);
    if (highestTicket(directory, disk) !== mine) {
      removeIfThere(ticketPath(directory, mine), disk);
      return acquireLock(directory, disk);
    }
    for (const number of tickets(directory, disk)) {
      if (number < mine) removeIfThere(ticketPath(directory, number), disk);
    }
    return { release: () => release(ticketPath(directory, mine), disk) };
  });
}

function ticketPath(directory: string, number: number): string {
  return join(directory, `.lock.${number}`);
}

function tickets(directory: string, disk: Disk): number[] {
  return disk.readdir(directory).flatMap((name) => {
    const match = /^\.lock\.([1-9]\d{0,14})$/.exec(basename(name));
    return match ? [Number(match[1])] : [];
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
function takeTicket(directory: string, number: number, disk: Disk): boolean {
  const temporary = join(directory, `..lock.${randomUUID()}.tmp`);
  const owner: Owner = { pid: process.pid, host: hostname(), started: startOf(process.pid) ?? '' };
  try {
    writeDurably(temporary, JSON.stringify(owner), disk);
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
    const owner = Object(JSON.parse(new TextDecoder().decode(disk.readFile(path)))) as Partial<Owner>;
    return { pid: Number(owner.pid), host: String(owner.host), started: String(owner.started) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof SyntaxError || code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Of another machine's processes nothing can be known: they count as alive. */
function isAlive({ pid, host, started }: Owner): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return now === undefined || started === '' || now === started;
}

/** When a process began - boot and clock tick - where the system tells (Linux). A zombie counts as gone. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // the name of the program, in parentheses, may hold anything; behind it stand the state and, 20th, the start
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'gone' : `${boot}:${fields[19]}`;
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

/** Empties a ticket. Where even that fails, the end of this process will release it. */
function release(path: string, disk: Disk): void {
  try {
    disk.truncate(path, 0);
  } catch {
    // nothing is lost: whoever comes next finds the owner dead
  }
}

/** Whether a live process, or one of another machine, holds the lock of `directory`. */
export function isLocked(directory: string, disk: Disk = realDisk): boolean {
  const number = highestTicket(directory, disk);
  const owner = number > 0 ? readOwner(ticketPath(directory, number), disk) : undefined;
  return owner !== undefined && isAlive(owner);
}
