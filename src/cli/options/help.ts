import { wrap } from '../../core/format.js';
import { flagName, type CommandSpec, type Flag, type FlagTable } from './flag.js';
import { scopeOf } from './scope.js';

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
  const value = defaultOf(flag);
  const notes = [value, flag.repeatable && 'repeatable', ...scopeOf(flag)];
  const noted = notes.filter(Boolean).join('; ');
  const left = `  ${flag.short ? '' : '    '}${signature(name, flag)}`;
  return twoColumns(left, noted === '' ? flag.help : `${flag.help} (${noted})`, INDENT, width);
}

/** `left`, and `right` wrapped from column `indent` on: beside it where two blanks fit between, else below it. */
function twoColumns(left: string, right: string, indent: number, width: number): string {
  const lines = wrap(right, Math.max(20, width - indent));
  const first = left.length + 2 <= indent ? [left.padEnd(indent) + lines.shift()!] : [left];
  return [...first, ...lines.map((line) => ' '.repeat(indent) + line)].join('\n');
}

/** What `char-rnn --help` prints, at most `width` columns wide: three examples first. */
export function overview(commands: readonly CommandSpec[], width: number): string {
  return [
    ...wrap(
      'Train a character-level recurrent network on any text, sample from it, and see what its cells have learned.',
      width,
    ),
    '',
    '  char-rnn train corpora/moby-dick.txt --out runs/moby',
    '  char-rnn sample runs/moby --prime "Call me" -n 400',
    '  char-rnn inspect runs/moby corpora/moby-dick.txt',
    '',
    'commands',
    ...commands.map(({ name, usage, summary }) => twoColumns(`  ${name} ${usage}`, summary, 27, width)),
    '',
    ...wrap(
      'char-rnn <command> --help lists the flags of a command; char-rnn --version prints the version.',
      width,
    ),
    '',
  ].join('\n');
}
