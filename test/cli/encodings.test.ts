import { expect } from 'chai';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, temporaryDirectory } from '../helpers/run-cli.js';

const tiny = ['--hidden', '4', '--layers', '1', '--seq', '8', '--batch', '2', '--steps', '2', '--quiet'];
const LINE = 'Il dit « voilà » à l’été – 5 €.\n';

/** LINE in windows-1252: ’ is 0x92, – 0x96, € 0x80. */
const cp1252 = (text: string) =>
  Buffer.from(text.replaceAll('’', '\x92').replaceAll('–', '\x96').replaceAll('€', '\x80'), 'latin1');
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('texts in other encodings', () => {
  const { path: cwd, remove } = temporaryDirectory();
  const at = (name: string) => join(cwd, name);
  const call = (args: string[], stdin?: string) => run(args, { cwd, ...(stdin !== undefined && { stdin }) });
  const train = (file: string, ...flags: string[]) =>
    call(['train', file, ...tiny, '--out', `runs/${file}-${flags.join('')}`, ...flags]);
  after(remove);

  before(() => {
    const text = LINE.repeat(40);
    writeFileSync(at('cp1252.txt'), cp1252(text));
    writeFileSync(at('latin1.txt'), Buffer.from('Il est à côté.\n'.repeat(40), 'latin1'));
    writeFileSync(at('utf8.txt'), text);
    writeFileSync(at('late.txt'), `${'plain words.\n'.repeat(9000)}une forêt là.\n`);
    writeFileSync(at('utf16le.txt'), Buffer.from(text, 'utf16le'));
    writeFileSync(at('utf16be.txt'), utf16be(text));
    writeFileSync(at('mark-be.txt'), utf16be(`\ufeff${text}`));
    writeFileSync(at('mark-le.txt'), Buffer.from(`\ufeff${text}`, 'utf16le'));
    writeFileSync(at('report.docx'), Buffer.from('PK\x03\x04\x14\0\x06\0word/document.xml', 'latin1'));
    writeFileSync(
      at('greek.txt'),
      Uint8Array.from({ length: 900 }, (_, i) => (i % 9 ? 0xe1 + (i % 20) : 0x20)),
    );
  });

  for (const [file, encoding] of [
    ['cp1252.txt', 'windows-1252'],
    ['utf16be.txt', 'utf16be'],
    ['mark-be.txt', 'utf16be'],
    ['utf16le.txt', 'utf16le'],
  ] as const) {
    it(`trains on ${file} with --encoding ${encoding}: its vocabulary is that of the text`, async () => {
      const { code, stderr } = await train(file, '--encoding', encoding);
      expect(code, stderr).to.equal(0);
      const out = `runs/${file}---encoding${encoding}`;
      await call(['export', out, '--to', 'json', '-o', `${file}.json`]);
      const { vocabulary } = JSON.parse(readFileSync(at(`${file}.json`), 'utf8')) as {
        vocabulary: { symbols: string[] };
      };
      expect(vocabulary.symbols.join('')).to.equal([...new Set(LINE)].sort().join(''));
    });
  }

  for (const [file, taken, what] of [
    ['cp1252.txt', 'latin1', /not valid latin1: byte 20 is 0x92; pass --encoding windows-1252/],
    ['cp1252.txt', 'utf8', /not valid utf8: byte 7 is 0xab; pass --encoding windows-1252/],
    ['greek.txt', 'utf8', /not valid utf8: byte 1 is 0xe2; convert it to UTF-8/],
    ['utf8.txt', 'latin1', /not latin1 text: it is UTF-8; pass --encoding utf8/],
    ['utf8.txt', 'windows-1252', /not windows-1252 text: it is UTF-8; pass --encoding utf8/],
    ['late.txt', 'windows-1252', /not windows-1252 text: it is UTF-8; pass --encoding utf8/],
    ['utf8.txt', 'utf16be', /not utf16be text: .*; pass --encoding utf8/],
    ['utf16le.txt', 'utf8', /not utf8 text: .* UTF-16.*; pass --encoding utf16le/],
    ['utf16le.txt', 'latin1', /not latin1 text: .* UTF-16.*; pass --encoding utf16le/],
    ['utf16be.txt', 'utf8', /not utf8 text: .* UTF-16.*; pass --encoding utf16be/],
    ['utf16be.txt', 'utf16le', /not utf16le text: .*; pass --encoding utf16be/],
    ['mark-be.txt', 'utf16le', /not utf16le text: .* byte-order mark of UTF-16BE; pass --encoding utf16be/],
    ['mark-le.txt', 'utf16be', /not utf16be text: .* byte-order mark of UTF-16LE; pass --encoding utf16le/],
    ['mark-le.txt', 'utf8', /not utf8 text: .* byte-order mark of UTF-16LE; pass --encoding utf16le/],
    ['report.docx', 'latin1', /not latin1 text: .* zip archive.*; save it as plain text/],
  ] as const) {
    it(`refuses ${file} as ${taken}, and names what to pass`, async () => {
      const { code, stderr } = await train(file, '--encoding', taken);
      expect(stderr).to.match(what);
      expect(code).to.equal(3);
      expect(stderr.trimEnd().split('\n'), stderr).to.have.length(1);
    });
  }

  it('skips the files of a directory that are in another encoding, and says why', async () => {
    mkdirSync(at('mixed'));
    writeFileSync(at('mixed/a.txt'), LINE.repeat(40));
    writeFileSync(at('mixed/b.txt'), Buffer.from(LINE.repeat(40), 'utf16le'));
    const { code, stderr } = await call(['train', 'mixed', ...tiny.slice(0, -1), '--out', 'runs/mixed']);
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(/b\.txt.*UTF-16/);
  });

  describe('with the model of a windows-1252 text', () => {
    const model = 'runs/cp1252.txt---encodingwindows-1252';

    it('eval, inspect and sample read files as in training', async () => {
      const scored = await call(['eval', model, 'cp1252.txt']);
      expect(scored.code, scored.stderr).to.equal(0);
      expect(scored.stdout + scored.stderr).not.to.match(/unknown|left out/);
      const seen = await call(['inspect', model, 'cp1252.txt', '--view', 'activations', '--limit', '40']);
      expect(seen.code, seen.stderr).to.equal(0);
      for (const flag of ['--prime-file', '--primes']) {
        const { code, stdout, stderr } = await call(['sample', model, flag, 'cp1252.txt', '-n', '0']);
        expect(code, stderr).to.equal(0);
        expect(stdout).to.include(LINE.trim());
      }
    });

    it('eval --novelty reads the sample as in training', async () => {
      const { code, stdout, stderr } = await call([
        'eval',
        model,
        '--novelty',
        'cp1252.txt',
        '--train',
        'cp1252.txt',
      ]);
      expect(code, stderr).to.equal(0);
      expect(stdout).to.match(/^ *50 +0\.0 %$/m);
    });

    it('sample -i reads piped lines as in training, and --encoding gives another', async () => {
      const other = await call(['sample', model, '-i', '-n', '1', '--encoding', 'utf8'], LINE);
      expect(other.code, other.stderr).to.equal(0);
      expect(other.stderr).not.to.include('left out');
      const { code, stderr } = await call(['sample', model, '-i', '-n', '1'], LINE);
      expect(code).to.equal(3);
      expect(stderr).to.match(/standard input is not windows-1252 text: it is UTF-8; pass --encoding utf8/);
    });
  });

  it("sample reads the lines of a task in the model's encoding", async () => {
    const rows = Array.from({ length: 60 }, (_, i) => (i % 2 ? 'forêt,bois' : 'été,saison'));
    writeFileSync(at('table.csv'), Buffer.from(`mot,genre\n${rows.join('\n')}\n`, 'latin1'));
    const flags = ['--task', 'classify', '--encoding', 'windows-1252', '--epochs', '40', '--hidden', '12'];
    const trained = await call([
      'train',
      'table.csv',
      '--layers',
      '1',
      '--quiet',
      ...flags,
      '--out',
      'runs/table',
    ]);
    expect(trained.code, trained.stderr).to.equal(0);
    writeFileSync(at('lines.txt'), Buffer.from('forêt\nété\n', 'latin1'));
    const { code, stdout, stderr } = await call(['sample', 'runs/table', 'lines.txt']);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal('bois\nsaison\n');
    const utf8 = await call(['sample', 'runs/table', '-', '--encoding', 'utf8'], 'forêt\nété\n');
    expect(utf8.stdout).to.equal('bois\nsaison\n');
    const mistaken = await call(['sample', 'runs/table', '-'], 'été\nété\n');
    expect(mistaken.code).to.equal(3);
    expect(mistaken.stderr).to.include('pass --encoding utf8');
  });
});
