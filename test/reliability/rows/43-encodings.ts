import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { createTally, type Row, type Tally } from '../row.js';

const shape = '--hidden 4 --layers 1 --seq 8 --batch 4 --steps 2 --backend js --threads 1 --quiet'.split(' ');

const PROSE = 'Où « êtes-vous », l’été ? – À 5 € la forêt.\n'.repeat(30);
const CHINESE = '春眠不覺曉，處處聞啼鳥。\n夜來風雨聲，花落知多少。\n'.repeat(30);

/** PROSE in windows-1252, which has five of its characters where Latin-1 has none. */
const cp1252 = (text: string) =>
  Buffer.from(
    text.replace(/[’–€]/g, (x) => ({ '’': '\x92', '–': '\x96', '€': '\x80' })[x]!),
    'latin1',
  );
const utf16le = (text: string) => Buffer.from(text, 'utf16le');
const utf16be = (text: string) => utf16le(text).swap16();

/** Bytes, the encoding they are taken for, and the one that the refusal must name (none: there is no such encoding). */
const mistaken: readonly (readonly [string, Uint8Array, string, string | undefined])[] = [
  ['windows-1252 as latin1', cp1252(PROSE), 'latin1', 'windows-1252'],
  ['windows-1252 as utf8', cp1252(PROSE), 'utf8', 'windows-1252'],
  ['windows-1252 as utf16le', cp1252(PROSE), 'utf16le', 'windows-1252'],
  ['UTF-8 as latin1', Buffer.from('la forêt là-bas\n'), 'latin1', 'utf8'],
  ['UTF-8 as windows-1252, accents late', Buffer.from('x\n'.repeat(40_000) + PROSE), 'windows-1252', 'utf8'],
  ['UTF-8 as utf16be', Buffer.from(PROSE), 'utf16be', 'utf8'],
  ['UTF-8 with a mark as latin1', Buffer.from(`\ufeff${PROSE}`), 'latin1', 'utf8'],
  ['UTF-16LE as utf8', utf16le('plain words\n'.repeat(9)), 'utf8', 'utf16le'],
  ['UTF-16LE as latin1', utf16le(PROSE), 'latin1', 'utf16le'],
  ['UTF-16BE as windows-1252', utf16be(PROSE), 'windows-1252', 'utf16be'],
  ['UTF-16BE as utf16le', utf16be(PROSE), 'utf16le', 'utf16be'],
  ['Chinese UTF-16BE as utf16le', utf16be(CHINESE), 'utf16le', 'utf16be'],
  ['Chinese UTF-16LE as utf16be', utf16le(CHINESE), 'utf16be', 'utf16le'],
  ['UTF-16BE with a mark as utf16le', utf16be(`\ufeff${CHINESE}`), 'utf16le', 'utf16be'],
  ['UTF-16LE with a mark as utf8', utf16le(`\ufeff${CHINESE}`), 'utf8', 'utf16le'],
  ['a .docx as latin1', Buffer.from(`PK\x03\x04${PROSE}`, 'latin1'), 'latin1', undefined],
  ['a PDF as windows-1252', Buffer.from(`%PDF-1.4\n${PROSE}`, 'latin1'), 'windows-1252', undefined],
];

/** Encodings and texts in them, which are read as what they are. */
const right: readonly (readonly [string, Uint8Array])[] = [
  ['windows-1252', cp1252(PROSE)],
  ['utf16be', utf16be(CHINESE)],
  ['utf16le', utf16le(PROSE)],
  ['utf8', Buffer.from(CHINESE)],
];

export const foreignEncodings: Row = {
  number: 43,
  fault: 'bytes in another encoding than the given one; lines for a model of another encoding than UTF-8',
  cases: { small: 1, large: 1 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const file = join(directory, 'text.txt');
      const train = (encoding: string) =>
        runCli(tree, ['train', file, '--encoding', encoding, '--out', join(directory, encoding), ...shape]);
      for (const [what, bytes, encoding, actual] of mistaken) {
        await tally.check(what, async () => {
          writeFileSync(file, bytes);
          const { code, stderr } = await train(encoding);
          expectThat(code === 3, `exit ${code}: ${stderr}`);
          const named = /; pass --encoding ([a-z0-9-]+)/.exec(stderr)?.[1];
          expectThat(named === actual, `names ${named}: ${stderr}`);
        });
      }
      for (const [encoding, bytes] of right) {
        await tally.check(`${encoding}, as it is`, async () => {
          writeFileSync(file, bytes);
          const { code, stderr } = await train(encoding);
          expectThat(code === 0, `exit ${code}: ${stderr}`);
          const primed = ['sample', join(directory, encoding), '--prime-file', file, '-n', '0'];
          const { stdout, ...sampled } = await runCli(tree, primed);
          expectThat(sampled.code === 0, `exit ${sampled.code}: ${sampled.stderr}`);
          const shown = encoding === 'utf16be' || encoding === 'utf8' ? CHINESE : PROSE;
          expectThat(stdout.toString().includes(shown.trim()), 'another text');
        });
      }
      await checkLines(tree, directory, tally);
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'bytes are taken for what they are said to be',
      file: 'text/decode-text.ts',
      from: 'checkEncoding(chunks, encoding, file)',
      to: 'chunks',
    },
    {
      name: 'latin1 has control characters',
      file: 'text/strict-decoder.ts',
      from: "latin1: singleByte('')",
      to: 'latin1: { decode: decodeLatin1, whole: (bytes) => bytes.length }',
    },
    {
      name: 'the byte order is not looked at',
      file: 'text/looks-like.ts',
      from: 'looksLikeOtherOrder(encoding, bytes) ?? looksLikeBytes(bytes)',
      to: 'looksLikeBytes(bytes)',
    },
    {
      name: 'UTF-8 throughout is no sign',
      file: 'text/check-encoding.ts',
      from: '[watchBeginning(encoding), watchUtf8()]',
      to: '[watchBeginning(encoding)]',
    },
    {
      name: 'lines are read as UTF-8',
      file: 'material/table/answer.ts',
      from: 'asked.encoding ?? encoding',
      to: "asked.encoding ?? 'utf8'",
    },
    {
      name: 'lines of a conversation are read as UTF-8',
      file: 'app/sample/session.ts',
      from: 'request.encoding ?? encoding',
      to: 'request.encoding',
    },
  ],
};

/** The model of a table and the model of a text, both in windows-1252, read lines in it. */
async function checkLines(tree: string, directory: string, tally: Tally): Promise<void> {
  const [table, text] = [join(directory, 'table.csv'), join(directory, 'text.txt')];
  const rows = Array.from({ length: 40 }, (_, i) => (i % 2 ? 'forêt’,bois' : 'été’,saison'));
  const flags = [
    '--encoding',
    'windows-1252',
    '--layers',
    '1',
    '--backend',
    'js',
    '--threads',
    '1',
    '--quiet',
  ];
  await tally.check('lines of a task', async () => {
    writeFileSync(table, cp1252(`mot,genre\n${rows.join('\n')}\n`));
    const run = join(directory, 'table');
    const tiny = ['--hidden', '8', '--epochs', '30', '--task', 'classify', '--out', run];
    const { code, stderr } = await runCli(tree, ['train', table, ...flags, ...tiny]);
    expectThat(code === 0, `exit ${code}: ${stderr}`);
    const lines = join(directory, 'lines.txt');
    writeFileSync(lines, cp1252('forêt’\nété’\n'));
    const answered = await runCli(tree, ['sample', run, lines]);
    expectThat(answered.stdout.toString() === 'bois\nsaison\n', answered.stderr + answered.stdout);
  });
  await tally.check('lines of a conversation', async () => {
    writeFileSync(text, cp1252(PROSE));
    const run = join(directory, 'conversation');
    await runCli(tree, ['train', text, '--out', run, ...shape, ...flags]);
    const { code, stderr } = await runCli(tree, ['sample', run, '-i', '-n', '1'], PROSE);
    expectThat(code === 3 && stderr.includes('pass --encoding utf8'), `exit ${code}: ${stderr}`);
  });
}
