import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { userError } from '../core/errors.js';
import { writeDurably } from '../disk/atomic-write.js';
import { disk as realDisk, diskError, notRegular, onDisk, type Disk } from '../disk/disk.js';
import { isAlive, parseOwner, thisProcess, type Owner } from './lock-owner.js';

export interface Lock {
  /** Throws run/lost unless this process still holds the directory: it may have been removed and created again. */
  check(): void;
  release(): void;
}

/** A numbered file `.lock.N` of a process that may be alive. */
interface Ticket {
  readonly number: number;
  readonly owner: Owner;
  /** Not yet the lock: its owner is checking whether another ticket precedes its own. */
  readonly claimed: boolean;
}

const MAX_TICKET = 1e14;
/** What follows the owner in a ticket until it is the lock. */
const CLAIM = '\n';
const POLL_MILLISECONDS = 2;

/**
 * Locks `directory` for this process, or throws run/locked (exit code 7). After release no file of the lock is left.
 *
 * A process takes a numbered ticket, `.lock.1`, `.lock.2`, ..., by linking a complete file to the next number, which
 * only one process can do. Its ticket is a claim; it then reads all the others. It yields to a higher ticket, waits
 * until each lower one is the lock or gone, and has the lock when its ticket is the only one of a live process. Of two
 * processes, at least one reads the other's ticket, because each takes its own before it reads; so they cannot both
 * have the lock. The highest claim gets it unless a lower one has it, so one of them does. docs/adr/0010 has the
 * reasons.
 *
 * `patience`: milliseconds after which the claim of a stopped process counts as the lock.
 */
export function acquireLock(directory: string, disk: Disk = realDisk, patience = 5000): Lock {
  return onDisk(directory, () => {
    for (;;) {
      refuseIfHeld(directory, disk);
      const number = Math.max(0, ...numbersOf(directory, disk)) + 1;
      const path = ticketPath(directory, number);
      const owner = JSON.stringify({ ...thisProcess(), token: randomUUID() });
      if (!takeTicket(path, owner + CLAIM, disk)) continue;
      try {
        if (wins(directory, { number, owner }, disk, patience)) {
          disk.truncate(path, Buffer.byteLength(owner));
          removeDead(directory, disk);
          return lockOf(directory, path, owner, disk);
        }
      } catch (error) {
        release(path, owner, disk);
        throw error;
      }
      release(path, owner, disk);
    }
  });
}

/** Whether a process that may be alive holds the lock of `directory`, or is about to. */
export function isLocked(directory: string, disk: Disk = realDisk): boolean {
  return liveTickets(directory, disk).length > 0;
}

function lockOf(directory: string, path: string, owner: string, disk: Disk): Lock {
  return {
    check() {
      if (textOf(path, disk) !== owner) throw userError('run/lost', { directory });
    },
    release: () => release(path, owner, disk),
  };
}

/** Whether a ticket has the lock. False: another precedes it, and the next attempt will find that one. */
function wins(
  directory: string,
  { number, owner }: { readonly number: number; readonly owner: string },
  disk: Disk,
  patience: number,
): boolean {
  const path = ticketPath(directory, number);
  const end = Date.now() + patience;
  for (;;) {
    const others = liveTickets(directory, disk).filter((ticket) => ticket.number !== number);
    const highest = Math.max(...numbersOf(directory, disk)) === number;
    if (!highest || others.some(({ claimed }) => !claimed)) return false;
    if (textOf(path, disk) !== owner + CLAIM) return false;
    if (others.length === 0) return true;
    if (Date.now() > end) throw held(directory, others[0]!);
    pause(POLL_MILLISECONDS);
  }
}

function refuseIfHeld(directory: string, disk: Disk): void {
  const [ticket] = liveTickets(directory, disk);
  if (ticket) throw held(directory, ticket);
}

function held(directory: string, { owner: { pid, host }, number }: Ticket): Error {
  return userError('run/locked', { directory, pid, host, lock: ticketPath(directory, number) });
}

function liveTickets(directory: string, disk: Disk): Ticket[] {
  return numbersOf(directory, disk).flatMap((number) => {
    const text = textOf(ticketPath(directory, number), disk) ?? '';
    const owner = ownerAlive(text);
    return owner ? [{ number, owner, claimed: text.endsWith(CLAIM) }] : [];
  });
}

function ownerAlive(text: string): Owner | undefined {
  const owner = parseOwner(text);
  return owner !== undefined && isAlive(owner) ? owner : undefined;
}

function numbersOf(directory: string, disk: Disk): number[] {
  return disk.readdir(directory).flatMap((name) => {
    const match = /^\.lock\.(\d+)$/.exec(name);
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

function ticketPath(directory: string, number: number): string {
  return join(directory, `.lock.${number}`);
}

/** Whether the ticket is now ours: false when another process took that number first. */
function takeTicket(path: string, text: string, disk: Disk): boolean {
  const temporary = join(path, '..', `..lock.${randomUUID()}.tmp`);
  try {
    writeDurably(temporary, text, disk);
    disk.link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    removeIfThere(temporary, disk);
  }
}

/**
 * The content of a ticket; undefined where there is none. A FIFO is not opened, since that would wait for its writer.
 */
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
 * Only the holder of the lock does so. Should a live ticket be removed, its owner notices: it reads its ticket before
 * it wins.
 */
function removeDead(directory: string, disk: Disk): void {
  for (const number of numbersOf(directory, disk)) {
    const path = ticketPath(directory, number);
    const text = textOf(path, disk);
    if (text !== undefined && !ownerAlive(text)) removeIfThere(path, disk);
  }
}

function removeIfThere(path: string, disk: Disk): void {
  try {
    disk.unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Removes the ticket that is still `owner`'s. If that fails, the end of this process releases it. */
function release(path: string, owner: string, disk: Disk): void {
  try {
    if (textOf(path, disk)?.trimEnd() === owner) disk.unlink(path);
  } catch {
    // harmless: the next process finds the owner dead
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
