import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * At its end Node sets every terminal back to what it was, and before version 22 it aborts (SIGABRT, SIGSEGV) where one
 * has been closed meanwhile. In the place of such a terminal /dev/null is opened, which is left alone.
 */
export function outliveTerminals(): void {
  const terminals = [0, 1, 2].filter((fd) => isatty(fd));
  process.on('exit', () => {
    for (const fd of terminals.filter((fd) => !isatty(fd))) {
      try {
        closeSync(fd);
        openSync('/dev/null', 'r+'); // gets the lowest free number
      } catch {
        // closed by somebody else: nothing to be set back
      }
    }
  });
}
