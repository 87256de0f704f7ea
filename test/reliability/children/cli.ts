/**
 * `char-rnn` as bin/ starts it, but with the sources that its first argument names: from their bundle, which a copy of them
 * does not have. Asked by SAY_LISTENING, it starts module by module, and writes a line to stderr once signals are heard and
 * before the rest is loaded. Asked by SAY_AT=tanh:3, it writes a line to stderr at the third call of that function, which
 * shows how far the work is; asked by TELL_SECONDS and TELL_MEMORY, it writes there at its end the seconds it computed and
 * the largest memory it took, in kilobytes.
 */
import { existsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type * as signalsModule from '../../../src/cli/terminal/signals.js';
import { load } from '../tree.js';

const [tree, ...args] = process.argv.slice(2) as [string, ...string[]];
const asksForSign = process.env['SAY_LISTENING'] !== undefined;
const bundle = 'bundle/start.js';
process.argv = [process.execPath, 'char-rnn', ...args];
if (asksForSign) {
  const { listenForSignals } = await load<typeof signalsModule>(tree, 'cli/terminal/signals.js');
  listenForSignals();
  writeSync(2, 'listening\n');
}
const [at, count] = (process.env['SAY_AT'] ?? '').split(':');
if (at) sayAt(at as Sign, Number(count));
await load(tree, !asksForSign && existsSync(join(tree, bundle)) ? bundle : 'cli/start.js');
if (process.env['TELL_SECONDS']) {
  const { user, system } = process.cpuUsage();
  process.stderr.write(`${(user + system) / 1e6}\n`);
}
if (process.env['TELL_MEMORY']) process.stderr.write(`${process.resourceUsage().maxRSS}\n`);

type Sign = 'tanh' | 'subarray';

/** Functions whose calls show how far work is: js kernels call tanh, and all that reads, computes or writes takes subarrays. */
function sayAt(name: Sign, count: number): void {
  const owners = { tanh: Math, subarray: Object.getPrototypeOf(Float32Array.prototype) as object };
  const functions = owners[name] as Record<string, (...values: unknown[]) => unknown>;
  const original = functions[name]!;
  functions[name] = function (...values) {
    if (--count === 0) {
      functions[name] = original;
      writeSync(2, `at ${name}\n`);
    }
    return original.apply(this, values);
  };
}
