import { flagName, type CommandSpec, type Flag, type FlagTable } from './flag.js';

/** The flags of a table by group, in the order in which the table first names each group. */
export function groups(flags: FlagTable): Map<string, [name: string, flag: Flag][]> {
  const found = new Map<string, [string, Flag][]>();
  for (const [key, flag] of Object.entries(flags)) {
    if (flag.hidden) continue;
    found.set(flag.group, [...(found.get(flag.group) ?? []), [flagName(key), flag]]);
  }
  return found;
}

/** `-n, --length N`. */
export function signature(name: string, { short, parser }: Flag): string {
  return `${short ? `-${short}, ` : ''}--${name} ${parser.placeholder}`.trim();
}

/** The default in words, or nothing where the flag's absence simply means "off". */
export function defaultOf({ shows, fallback, parser }: Flag): string {
  return shows ?? (fallback === undefined || parser.placeholder === '' ? '' : String(fallback));
}

/** What `char-rnn <command> --help` prints, at most `width` columns wide. */
export function commandHelp(spec: CommandSpec, width: number): string {
  const sections = [...groups(spec.flags)].map(
    ([group, flags]) => `${group}\n${flags.map(([name, flag]) => flagHelp(name, flag, width)).join('\n')}`,
  );
  return [
    `char-rnn ${spec.name} ${spec.usage}`,
    ...wrap([spec.summary, spec.details ?? []].flat().join(' '), width),
    '',
    sections.join('\n\n'),
    '',
    'examples',
    ...spec.examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

const INDENT = 30;

function flagHelp(name: string, flag: Flag, width: number): string {
  const left = `  ${flag.short ? '' : '    '}${signature(name, flag)}`;
  const value = defaultOf(flag);
  const notes = [value && `(${value})`, flag.repeatable && '(repeatable)'].filter(Boolean);
  const right = wrap([flag.help, ...notes].join(' '), width - INDENT);
  const first = left.length < INDENT ? [left.padEnd(INDENT) + right.shift()!] : [left];
  return [...first, ...right.map((line) => ' '.repeat(INDENT) + line)].join('\n');
}

/** Breaks a sentence into lines of at most `width` characters, at its spaces. */
function wrap(sentence: string, width: number): string[] {
  const lines = [''];
  for (const word of sentence.split(' ')) {
    const last = lines.length - 1;
    if (lines[last] !== '' && lines[last]!.length + 1 + word.length > width) lines.push(word);
    else lines[last] = lines[last] === '' ? word : `${lines[last]} ${word}`;
  }
  return lines;
}

/** What `char-rnn --help` prints: three examples first. */
export function overview(commands: readonly CommandSpec[]): string {
  return [
    'Train a character-level recurrent network on any text, sample from it, and see what its cells have learned.',
    '',
    '  char-rnn train corpora/moby-dick.txt --out runs/moby',
    '  char-rnn sample runs/moby --prime "Call me" -n 400',
    '  char-rnn inspect runs/moby corpora/moby-dick.txt',
    '',
    'commands',
    ...commands.map(({ name, usage, summary }) => `  ${`${name} ${usage}`.padEnd(INDENT - 6)}${summary}`),
    '',
    'char-rnn <command> --help lists the flags of a command; char-rnn --version tells the version.',
    '',
  ].join('\n');
}
