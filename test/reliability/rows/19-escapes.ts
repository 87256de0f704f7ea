import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint, writeCheckpoint } from '../../../src/runs/checkpoint.js';
import { smallSnapshot } from '../../helpers/snapshots.js';
import { expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { forgeCheckpoint } from '../forge.js';
import { createTally, type Row } from '../row.js';
import { startOnTerminal } from '../terminal.js';

/** Characters that a terminal obeys, or that turn text around, by name. */
const evil: Record<string, string> = {
  NUL: '\0',
  BEL: '\x07',
  BS: '\b',
  VT: '\v',
  FF: '\f',
  SO: '\x0e',
  SI: '\x0f',
  DLE: '\x10',
  ESC: '\x1b',
  DEL: '\x7f',
  NEL: '\x85',
  DCS: '\x90',
  CSI: '\x9b',
  OSC: '\x9d',
  APC: '\x9f',
  ALM: '\u061c',
  RLM: '\u200f',
  RLO: '\u202e',
  LRI: '\u2066',
  PDI: '\u2069',
};

/** What this program itself sends to a terminal: colors, clear line, cursor, wrapping. */
// eslint-disable-next-line no-control-regex
const OWN = /\x1b\[(\d+(;\d+)*)?m|\x1b\[\d*[KGAJ]|\x1b\[\?(25|7)[hl]|\x1b[78]/g;

/** A model of these symbols only, all weights random: its samples hold them all. */
const symbols = ['a', 'b', '\n', ...Object.values(evil)];

async function onTerminal(tree: string, args: readonly string[]): Promise<string> {
  const { output, end } = await startOnTerminal(tree, args);
  await end.wait();
  return output().replace(OWN, '');
}

/** Everything that is shown of a text with the character, its file's name and its errors, on a terminal. */
async function shownOn(tree: string, directory: string): Promise<Record<string, string>> {
  const model = join(directory, 'model.safetensors');
  const corpus = join(directory, `corpus-${symbols.slice(4).join('x')}.txt`);
  const unknown = join(directory, 'unknown.safetensors');
  writeCheckpoint(model, smallSnapshot({ symbols }));
  writeFileSync(corpus, `${symbols.join('ab')}\n`.repeat(50));
  const name = symbols.filter((symbol) => symbol !== '\n').join('');
  writeFileSync(
    unknown,
    forgeCheckpoint((_, tensors) => void tensors.set(name, { shape: [1], data: new Uint8Array(1) })),
  );
  const named = join(directory, `model-${symbols.slice(4).join('x')}.safetensors`);
  writeCheckpoint(named, smallSnapshot({ symbols, cell: 'lstm', hidden: 4 }));
  const run = join(directory, 'run');
  const small = ['--hidden', '4', '--layers', '1', '--steps', '3', '--sample-every', '2', '--backend', 'js'];
  return {
    'a sample': await onTerminal(tree, ['sample', model, '-n', '3000', '--seed', '1']),
    'a training': await onTerminal(tree, ['train', corpus, '--out', run, ...small]),
    'an error about a file': await onTerminal(tree, ['sample', `${corpus}-missing`]),
    'an error about a tensor': await onTerminal(tree, ['sample', unknown]),
    'a stack': await onTerminal(tree, ['sample', `${corpus}-missing`, '--debug']),
    'a feature': await onTerminal(tree, [
      'inspect',
      model,
      corpus,
      '--feature',
      `${name.replace('\0', '')}=/a/`,
    ]),
    'the name of a model': await onTerminal(tree, [
      ...['train', corpus, '--out', `${run}-2`, '--init-from', named, '--steps', '1'],
    ]),
    'the backend of before': await onTerminal(tree, ['train', '--resume', withBackend(run, name)]),
  };
}

/** A run whose checkpoints say that it was trained with this backend. */
function withBackend(run: string, backend: string): string {
  for (const file of readdirSync(run).filter((name) => name.endsWith('.safetensors'))) {
    const snapshot = readCheckpoint(join(run, file));
    const environment = { ...(snapshot.training!.environment as object), backend };
    writeCheckpoint(join(run, file), { ...snapshot, training: { ...snapshot.training!, environment } });
  }
  return run;
}

/** The place where it stands, as JSON. */
function around(shown: string, character: string): string {
  const at = shown.indexOf(character);
  return JSON.stringify(shown.slice(Math.max(0, at - 20), at + 20));
}

export const escapes: Row = {
  number: 19,
  fault: 'terminal escapes in corpus, vocabulary, names of files and tensors',
  cases: { small: 0, large: 0 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const { stdout } = await prepareAndSample(tree, directory);
      for (const [name, character] of Object.entries(evil)) {
        await tally.check(`${name} into a pipe`, () =>
          expectThat(stdout.includes(character), 'the pipe does not get it as it is'),
        );
      }
      if (spawnSync('script', ['--version']).status !== 0) {
        return tally.outcome('on a terminal: there is no script(1) to make one');
      }
      for (const [where, shown] of Object.entries(await shownOn(tree, directory))) {
        await tally.check(`${where} says something`, () => expectThat(shown.length > 20, shown));
        for (const [name, character] of Object.entries(evil)) {
          await tally.check(`${name} in ${where}`, () =>
            expectThat(!shown.includes(character), `it reaches the terminal: ${around(shown, character)}`),
          );
        }
      }
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'samples are shown as they are',
      file: 'report/sanitize.ts',
      from: 'return text.replace(UNSAFE, picture);',
      to: 'return text;',
    },
    {
      name: 'errors repeat names as they are',
      file: 'cli/explain.ts',
      from: 'line: sanitizeLine(errorLine(error)) + help',
      to: 'line: errorLine(error) + help',
    },
    {
      name: 'stacks are shown as they are',
      file: 'cli/main.ts',
      from: "sanitize(error.stack ?? '')",
      to: "error.stack ?? ''",
    },
    {
      name: 'the backend of a checkpoint is shown as it is',
      file: 'cli/commands/train.ts',
      from: 'sanitizeLine(event.text)',
      to: 'event.text',
    },
  ],
};

async function prepareAndSample(tree: string, directory: string): Promise<{ stdout: string }> {
  const model = join(directory, 'piped.safetensors');
  writeCheckpoint(model, smallSnapshot({ symbols }));
  const { stdout, code, stderr } = await runCli(tree, ['sample', model, '-n', '3000', '--seed', '1']);
  expectThat(code === 0, stderr);
  return { stdout: stdout.toString() };
}
