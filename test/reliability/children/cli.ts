/**
 * `char-rnn` as in bin/, but with the sources that its first argument names. Asked by TELL_MEMORY, it
 * tells on stderr the largest memory it took, in kilobytes.
 */
import type * as mainModule from '../../../src/cli/main.js';
import { load } from '../tree.js';

const [tree, ...args] = process.argv.slice(2);
const { main } = await load<typeof mainModule>(tree!, 'cli/main.js');
process.exitCode = await main(['node', 'char-rnn', ...args]);
if (process.env['TELL_MEMORY']) process.stderr.write(`${process.resourceUsage().maxRSS}\n`);
