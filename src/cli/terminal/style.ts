import { sanitize } from '../../report/sanitize.js';
import type { Style } from '../../report/terminal/style.js';
import type { Console } from './console.js';

/** How results are shown on stdout or stderr. Only a terminal executes escapes; elsewhere foreign text is unchanged. */
export function styleOf(console: Console, stream: 'out' | 'err' = 'out', command = ''): Style {
  const { isTTY, columns } = console[stream];
  return {
    chalk: stream === 'out' ? console.outChalk : console.errChalk,
    columns: Math.min(columns, 100),
    safe: isTTY ? sanitize : (text) => text,
    command,
  };
}
