import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * When it exits, Node restores the mode of every terminal, and before version 22 it aborts (SIGABRT, SIGSEGV) if one
 * has been closed. Such a terminal is replaced with /dev/null, which is not restored.
 */
export function outliveTerminals(): void {
  const terminals = [0, 1, 2].filter((fd) => isatty(fd));
  process.on('exit', () => {
    for (const fd of terminals.filter((fd) => !isatty(fd))) {
      try {
        closeSync(fd);
        openSync('/dev/null', 'r+'); // gets the lowest free number
      } catch {
        // closed already: nothing to restore
      }
    }
  });
}
