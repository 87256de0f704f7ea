import { expect } from 'chai';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeNpz } from '../../src/formats/npz/npy.js';
import { clipArrays } from '../helpers/clip-snapshots.js';
import { run as runCli, temporaryDirectory } from '../helpers/run-cli.js';

const tiny = ['--hidden', '4', '--layers', '1', '--batch', '4', '--backend', 'js', '--threads', '1'];
const rows = Array.from({ length: 60 }, (_, i) => `${'abc'.repeat(1 + (i % 3))}${i},l${i % 3}\n`).join('');
const text = Buffer.from('the rain in spain stays mainly in the plain. '.repeat(70));

/** A run of each kind of data: its file, the flags of its training, and other bytes of the same kind. */
const kinds = {
  text: { file: 'a.txt', flags: ['--seq', '8'], changed: () => Buffer.from(text).fill('s', 5, 6) },
  bytes: {
    file: 'b.txt',
    flags: ['--seq', '8', '--tokens', 'bytes'],
    changed: () => Buffer.from(text).fill('s', 5, 6),
  },
  table: {
    file: 'c.csv',
    flags: ['--task', 'classify', '--val', '0.2', '--test', '0.2'],
    changed: () => Buffer.from(`name,label\n${rows.replace('abc0', 'abd0')}`),
  },
  clips: {
    file: 'd.npz',
    flags: ['--network', 'frames'],
    changed: () => Buffer.from(encodeNpz(clipArrays('frames', 24, 2))),
  },
  captions: {
    file: 'e.npz',
    flags: ['--task', 'generate', '--to-tokens', 'words'],
    changed: () => Buffer.from(encodeNpz(clipArrays('captions', 24, 2))),
  },
} as const;
type Kind = keyof typeof kinds;

const original: Record<Kind, () => Uint8Array> = {
  text: () => text,
  bytes: () => text,
  table: () => Buffer.from(`name,label\n${rows}`),
  clips: () => encodeNpz(clipArrays('frames')),
  captions: () => encodeNpz(clipArrays('captions')),
};

/** The commands that read what a run was trained on, and the kinds of data of which they do. */
const commands: Record<string, { readonly of: readonly Kind[]; readonly words: (run: string) => string[] }> =
  {
    'train --resume': {
      of: ['text', 'bytes', 'table', 'clips', 'captions'],
      words: (run) => ['train', '--resume', run, '--steps', '6', '--quiet'],
    },
    'eval --baseline': {
      of: ['text', 'bytes', 'table'],
      words: (run) => ['eval', run, `other${run}`, '--baseline', 'ngram', '--json', '-'],
    },
    inspect: {
      of: ['text', 'bytes', 'table'],
      words: (run) => ['inspect', run, '--view', 'text', '--cell', '1:1', '--limit', '60'],
    },
    'compare --against': {
      of: ['text', 'bytes', 'table'],
      words: (run) => ['compare', run, '--against', run],
    },
  };

/** inspect reads a text that has changed, and says so. */
const reports = (command: string, kind: Kind) => command === 'inspect' && kind !== 'table';

describe('what a run was trained on, when it is read again', function () {
  const { path: cwd, remove } = temporaryDirectory();
  after(remove);
  const run = (...args: string[]) => runCli(args, { cwd });
  const place = (kind: Kind) => join(cwd, kinds[kind].file);
  before(async () => {
    for (const kind of Object.keys(kinds) as Kind[]) {
      writeFileSync(place(kind), original[kind]());
      writeFileSync(join(cwd, `other${kind}`), original[kind]());
      const { file, flags } = kinds[kind];
      const trained = await run('train', file, ...flags, ...tiny, '--steps', '4', '--quiet', '--out', kind);
      expect(trained.code, trained.stderr).to.equal(0);
    }
    mkdirSync(join(cwd, 'away'));
  });

  afterEach(() => {
    for (const kind of Object.keys(kinds) as Kind[]) writeFileSync(place(kind), original[kind]());
  });

  for (const [command, { of, words }] of Object.entries(commands)) {
    for (const kind of of) {
      describe(`by ${command}, ${kind}`, () => {
        it('is used where it is unchanged', async () => {
          const { code, stderr } = await run(...words(kind));
          expect(code, stderr).to.equal(0);
          expect(stderr).not.to.match(/has changed|no longer/);
        });

        it('is never used in silence where it has changed', async () => {
          writeFileSync(place(kind), kinds[kind].changed());
          const { code, stderr } = await run(...words(kind));
          if (reports(command, kind)) expect({ code, stderr }).to.deep.include({ code: 0 });
          else expect(code, stderr).to.equal(3);
          expect(stderr).to.match(/is not, or no longer, what \S+ was trained on|has changed since/);
        });

        it('is missed by its name where it is gone', async () => {
          renameSync(place(kind), join(cwd, 'away', kinds[kind].file));
          const { code, stdout, stderr } = await run(...words(kind));
          expect({ code, stdout }, stderr).to.deep.equal({ code: 3, stdout: '' });
          expect(stderr).to.include(`${kinds[kind].file}, which`).and.include('no longer exists');
        });
      });
    }
  }

  it('is not read by compare, whatever has become of it', async () => {
    for (const kind of Object.keys(kinds) as Kind[]) {
      const asked = async () => {
        const { code, stdout, stderr } = await run('compare', kind, '--json', '-');
        return { code, stdout, stderr };
      };
      const before = await asked();
      expect(before).to.include({ code: 0, stderr: '' });
      writeFileSync(place(kind), kinds[kind].changed());
      expect(await asked()).to.deep.equal(before);
      renameSync(place(kind), join(cwd, 'away', kinds[kind].file));
      expect(await asked()).to.deep.equal(before);
    }
  });

  it('is compared by sweep with what is named: another version is another run', async () => {
    for (const kind of Object.keys(kinds) as Kind[]) {
      const { file, flags } = kinds[kind];
      const network = tiny.filter((_, i) => !['--backend', '--threads'].includes(tiny[i - (i % 2)]!));
      const asked = () => run('sweep', file, ...flags, ...network, '--steps', '4', '--out', kind);
      const before = await asked();
      expect(before, before.stderr).to.include({ code: 0, stdout: '' });
      expect(before.stderr).to.include('all 1 are finished');
      writeFileSync(place(kind), kinds[kind].changed());
      const changed = await asked();
      expect(changed, changed.stderr).to.include({ code: 2, stdout: '' });
      expect(changed.stderr).to.include('another version of the corpus');
      renameSync(place(kind), join(cwd, 'away', file));
      expect(await asked()).to.include({ code: 3, stdout: '' });
    }
  });

  it('of clips and captions has no test part that compare could read again', async () => {
    for (const kind of ['clips', 'captions']) {
      const { code, stdout, stderr } = await run('compare', kind, '--against', kind);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr).to.include('a run on a text or a table; this one has clips or images');
    }
  });

  it('resumes from where it has been moved', async () => {
    for (const kind of Object.keys(kinds) as Kind[]) {
      renameSync(place(kind), join(cwd, 'away', kinds[kind].file));
      const there = join('away', kinds[kind].file);
      const { code, stderr } = await run('train', there, '--resume', kind, '--steps', '7', '--quiet');
      expect(code, stderr).to.equal(0);
      writeFileSync(place(kind), original[kind]());
    }
  });

  it('that came from standard input cannot be read again, and that is said', async () => {
    const stdin = readFileSync(place('text'), 'utf8');
    const args = ['train', '-', '--seq', '8', ...tiny, '--steps', '2', '--quiet', '--out', 'piped'];
    expect((await runCli(args, { cwd, stdin })).code).to.equal(0);
    for (const [command, { of, words }] of Object.entries(commands)) {
      if (!of.includes('text') || command.startsWith('compare')) continue; // compare refuses such a reference
      writeFileSync(join(cwd, 'otherpiped'), stdin);
      const { code, stderr } = await run(...words('piped'));
      expect({ code, stderr }).to.deep.include({ code: 3 });
      expect(stderr).to.match(/was trained on standard input, which cannot be read again/);
    }
  });
});
