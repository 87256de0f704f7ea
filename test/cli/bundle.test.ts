import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readCheckpoint } from '../../src/runs/checkpoint.js';
import { program, temporaryDirectory } from '../helpers/run-cli.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const built = join(root, 'dist', 'src');
const modules = join(built, 'cli', 'start.js');

/** The files that modules find by their own place: the module, and what it looks for. */
const found = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const code = readFileSync(join(root, 'src', file), 'utf8');
    return [...code.matchAll(/new URL\('([^']+)', import\.meta\.url\)/g)].map(
      ([, target]) => [file, target!] as const,
    );
  });

describe('the bundle of the program', () => {
  const { path, remove } = temporaryDirectory();
  after(remove);
  const start = (script: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
      cwd: path,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  it('is what bin/ starts; trains to the same weights as the modules it is built from, and samples the same', () => {
    writeFileSync(join(path, 'text.txt'), 'she said "no" and went away.\n'.repeat(100));
    const small = ['--hidden', '8', '--batch', '4', '--seq', '20', '--steps', '12', '--threads', '2'];
    const [ours, theirs] = [program, modules].map((script, i) => {
      const args = ['text.txt', ...small, '--backend', 'wasm', '--out', `run${i}`, '--quiet'];
      expect(start(script, 'train', ...args)).to.include({ status: 0, stderr: '' });
      const { weights } = readCheckpoint(join(path, `run${i}`, 'step-00000012.safetensors'));
      return { weights, text: start(script, 'sample', 'run0', '-n', '50', '--seed', '1') };
    });
    expect(ours).to.deep.equal(theirs);
    expect(ours!.text).to.include({ status: 0, stderr: '' });
  });

  it('finds workers and other files where the modules find them', () => {
    expect(found.map(([, target]) => target)).to.include.members([
      './row-worker.js',
      '../../../package.json',
    ]);
    for (const [file, target] of found) {
      const seen = (from: string) => new URL(target, pathToFileURL(join(built, from)));
      const [bundled, alone] = [seen('bundle/start.js'), seen(file)];
      expect(existsSync(bundled), `${file}: ${target}`).to.equal(true);
      if (!target.startsWith('./')) expect(bundled.href).to.equal(alone.href);
    }
  });

  it('leads --debug to the sources', () => {
    const { status, stderr } = start(program, 'sample', 'no-such-run', '--debug');
    expect(status).to.equal(4);
    expect(stderr).to.match(/ at .* \(.*src\/cli\/commands\/sample\.ts:\d+:\d+\)/);
  });

  it('is not needed: without it the modules are started, and without them there is a hint', () => {
    for (const folder of ['bin', 'dist/src']) mkdirSync(join(path, folder), { recursive: true });
    writeFileSync(join(path, 'package.json'), '{"type":"module"}');
    const copy = join(path, 'bin', 'char-rnn.js');
    copyFileSync(program, copy);
    expect(start(copy, '--version'))
      .to.include({ status: 1, stdout: '' })
      .and.property('stderr')
      .match(/npm run build/);
    symlinkSync(join(built, 'cli'), join(path, 'dist', 'src', 'cli'));
    expect(start(copy, '--version')).to.include(start(program, '--version')).and.include({ status: 0 });
  });
});
