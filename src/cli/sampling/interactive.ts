import { createInterface } from 'node:readline';
import type { Encoding } from '../../app/choices.js';
import { colorOf } from '../../report/colors.js';
import type { Console } from '../terminal/console.js';
import { sanitize, sanitizeLine } from '../../report/sanitize.js';
import { exitCodeOfStop } from '../terminal/signals.js';
import { createHeat, type Heat } from './heat.js';
import { linesOfStdin, openSession, type ReplyPiece, type SessionRequest } from '../../app/sample/session.js';
import { commandNames, runCommand, type Talk } from './session-commands.js';
import { gather } from '../terminal/gather.js';

const INTERRUPTED = 130;

/**
 * `sample --interactive`: reads a line, writes the reply, until the input ends. Lines that begin with a slash are
 * commands. On a terminal, whose text is UTF-8, readline gives editing, history and completion, and Ctrl-C ends a reply
 * or, between replies, the program. Replies go to stdout, all else to stderr.
 */
export async function converse(request: SessionRequest, heat: boolean, console: Console): Promise<number> {
  const { notes, encoding, session } = await openSession({ ...request, watch: console.stop.watch });
  for (const note of notes) await console.err.write(`${sanitizeLine(note)}\n`);
  if (heat) await console.err.write(`${createHeat(console.outChalk).legend}\n`);
  const talk = Object.assign(session, { heat });
  return process.stdin.isTTY === true
    ? converseOnTerminal(talk, console)
    : answerPipe(talk, console, encoding);
}

/** Lines of a pipe or a file, in `encoding`. */
async function answerPipe(session: Talk, console: Console, encoding: Encoding | undefined): Promise<number> {
  const { out, stop } = console;
  const control: Control = { replying: false, canceled: false };
  for await (const batch of linesOfStdin(encoding, stop.signal)) {
    for (const text of batch) {
      if (text === '/quit') return exitCodeOfStop();
      await answer(session, text, console, control);
      if (stop.signal.aborted || out.closed) return exitCodeOfStop();
    }
  }
  return exitCodeOfStop();
}

async function converseOnTerminal(session: Talk, console: Console): Promise<number> {
  const { err, stop } = console;
  const lines = createInterface({
    input: process.stdin,
    output: process.stderr,
    terminal: true,
    prompt: '> ',
    completer: complete,
  });
  const control: Control = { replying: false, canceled: false };
  let interrupted = false;
  lines.on('SIGINT', () => {
    if (control.replying) return void (control.canceled = true);
    interrupted = true;
    lines.close();
  });
  stop.signal.addEventListener('abort', () => lines.close());
  console.atExit(() => lines.close());
  await err.write('A line is answered; /help lists the commands.\n');
  lines.prompt();
  for await (const line of lines) {
    if (line === '/quit') break;
    await answer(session, line, console, control);
    if (stop.signal.aborted || console.out.closed) break;
    lines.prompt();
  }
  lines.close();
  await err.write('\n');
  return interrupted ? INTERRUPTED : exitCodeOfStop();
}

/** The action of Ctrl-C: ends the reply that is being drawn. */
interface Control {
  replying: boolean;
  canceled: boolean;
}

async function answer(session: Talk, line: string, console: Console, control: Control): Promise<void> {
  const { err } = console;
  const isContinued = line.trimEnd() === '/continue';
  if (!isContinued && line.startsWith('/') && !line.startsWith('//')) {
    return err.write(`${sanitize(runCommand(session, line))}\n`);
  }
  const unknown = isContinued ? 0 : session.hear(line.startsWith('//') ? line.slice(1) : line);
  if (isContinued) session.continue();
  if (unknown > 0) await err.write(`left out: ${unknown} character(s) the model does not know\n`);
  control.replying = true;
  control.canceled = false;
  await writeReply(session, console, () => control.canceled || console.stop.signal.aborted);
  control.replying = false;
}

async function writeReply(session: Talk, console: Console, canceled: () => boolean): Promise<void> {
  const { out, outChalk } = console;
  const stream = gather(out);
  const heat = session.heat ? createHeat(outChalk) : null;
  const style = { heat, chalk: outChalk, show: out.isTTY ? sanitize : (text: string) => text };
  const values: number[] = [];
  let range = 1;
  let text = '';
  for (const piece of session.reply()) {
    text += piece.text;
    if (piece.cell !== undefined && piece.text !== '') values.push(piece.cell);
    range = Math.max(range, Math.abs(piece.cell ?? 0));
    await stream.write(paint(piece, range, style));
    if (canceled() || out.closed) break;
  }
  await stream.write(heat?.end() ?? '');
  if (!text.endsWith('\n')) await stream.write('\n');
  await stream.flush();
  if (session.cell && outChalk.level < 2) await console.err.write(`${sparkline(values)}\n`);
}

interface ReplyStyle {
  readonly heat: Heat | null;
  readonly chalk: Console['outChalk'];
  /** Makes foreign text safe to show. */
  readonly show: (text: string) => string;
}

/** Colors a piece by the watched cell over the largest value so far, as inspect colors a text, or else by surprise. */
function paint({ text, draw, cell }: ReplyPiece, range: number, { heat, chalk, show }: ReplyStyle): string {
  if (cell !== undefined && chalk.level >= 2 && text !== '\n') {
    const [r, g, b] = colorOf(cell / range);
    return chalk.bgRgb(r, g, b).rgb(16, 16, 16)(show(text));
  }
  return heat ? heat.paint(show(text), -draw.logprob / Math.LN2) : show(text);
}

const BLOCKS = '▁▂▃▄▅▆▇█';

/** A character for each value, from the lowest to the highest, with both. */
export function sparkline(values: readonly number[]): string {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const level = (value: number) =>
    high > low ? Math.round(((value - low) / (high - low)) * (BLOCKS.length - 1)) : 0;
  return `${values.map((value) => BLOCKS[level(value)]).join('')}  ${low.toFixed(2)} to ${high.toFixed(2)}`;
}

function complete(line: string): [string[], string] {
  const found = line.startsWith('/') ? commandNames.filter((name) => name.startsWith(line)) : [];
  return [found, line];
}
