import { commands } from '../src/cli/commands.js';
import type { CommandSpec } from '../src/cli/options/flag.js';
import { defaultOf, groups, signature } from '../src/cli/options/help.js';
import { scopeOf } from '../src/cli/options/scope.js';

/** docs/flags.md: every flag of every command, from the tables that the commands themselves read. */
export function flagsMarkdown(): string {
  return [
    '# Flags',
    '',
    'Made by `npm run docs` from src/cli/options; do not edit.',
    '',
    ...commands.flatMap(({ spec }) => commandMarkdown(spec)),
  ].join('\n');
}

function commandMarkdown(spec: CommandSpec): string[] {
  const rows = [...groups(spec.flags)].flatMap(([group, flags]) => [
    `| **${group}** | | |`,
    ...flags.map(([name, flag]) => {
      const scope = [flag.repeatable && 'repeatable', ...scopeOf(flag)].filter(Boolean).join('; ');
      const notes = scope === '' ? flag.help : `${flag.help} (${scope})`;
      return `| ${code(signature(name, flag))} | ${cell(notes)} | ${cell(defaultOf(flag))} |`;
    }),
  ]);
  return [
    `## char-rnn ${spec.name} ${spec.usage}`,
    '',
    cell([spec.summary, spec.details ?? []].flat().join(' ')),
    '',
    '| flag | meaning | default |',
    '|---|---|---|',
    ...rows,
    '',
    ...spec.examples.map((example) => `    ${example}`),
    '',
  ];
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;
