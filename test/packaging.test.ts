import { expect } from 'chai';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from './helpers/run-cli.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const npm = (args: readonly string[], cwd: string, environment = {}) =>
  spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, npm_config_update_notifier: 'false', ...environment },
  });

const OFFLINE = ['--offline', '--no-audit', '--no-fund', '--omit=dev'];

/** A copy of the sources, as a fresh clone has them, with the development packages. */
function cloneInto(directory: string): void {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of files.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(join(directory, dirname(file)), { recursive: true });
    copyFileSync(join(root, file), join(directory, file));
  }
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
}

/** Installs the tarball with npm, from its cache only; where that lacks a package, by copying the installed ones. */
function install(tarball: string, directory: string): void {
  writeFileSync(join(directory, 'package.json'), '{ "private": true }');
  if (npm(['install', ...OFFLINE, tarball], directory).status === 0) return;
  const listed = npm(['ls', '--omit=dev', '--all', '--parseable'], root).stdout.trim().split('\n').slice(1);
  for (const path of listed) cpSync(path, join(directory, path.slice(root.length)), { recursive: true });
  const target = join(directory, 'node_modules', 'char-rnn-ts');
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  mkdirSync(join(directory, 'node_modules', '.bin'), { recursive: true });
  symlinkSync('../char-rnn-ts/bin/char-rnn.js', join(directory, 'node_modules', '.bin', 'char-rnn'));
}

describe('the package', function () {
  this.timeout(300_000);
  const { path, remove } = temporaryDirectory();
  after(remove);
  const [clone, empty] = [join(path, 'clone'), join(path, 'empty')];
  let tarball: string;

  before(function () {
    if (!existsSync(join(root, '.git')) || spawnSync('npm', ['--version']).status !== 0) {
      console.log('      skipped: needs git and npm to pack a clone');
      this.skip();
    }
    mkdirSync(clone);
    mkdirSync(empty);
    cloneInto(clone);
    const packed = npm(['pack', '--json'], clone);
    expect(packed.status, packed.stderr).to.equal(0);
    const [{ filename }] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[\n'))) as [
      { filename: string },
    ];
    tarball = join(clone, filename);
    install(tarball, empty);
  });

  const run = (...args: string[]) =>
    spawnSync('npx', ['--offline', 'char-rnn', ...args], { cwd: empty, encoding: 'utf8' });

  it('packed from a fresh clone and installed in an empty folder trains, samples and inspects', () => {
    writeFileSync(join(empty, 'text.txt'), 'he said "yes" and "no".\n'.repeat(200));
    const small = ['--hidden', '8', '--layers', '1', '--batch', '4', '--seq', '20'];
    const trained = run('train', 'text.txt', ...small, '--steps', '30');
    expect(trained.status, trained.stderr).to.equal(0);
    const sampled = run('sample', 'runs/text', '--prime', 'he', '-n', '20', '-s', '1');
    expect(sampled.status, sampled.stderr).to.equal(0);
    expect(sampled.stdout).to.match(/^he[\s\S]{20}/);
    const inspected = run('inspect', 'runs/text', 'text.txt');
    expect(inspected.status, inspected.stderr).to.equal(0);
    const page = run('inspect', 'runs/text', 'text.txt', '--html', 'page.html');
    expect(page.status, page.stderr).to.equal(0);
    expect(run('export', 'runs/text', '-o', 'torch').status).to.equal(0);
  });

  it('holds the files that package.json names: types, the command, the man page', () => {
    const installed = join(empty, 'node_modules', 'char-rnn-ts');
    const { bin, exports, man } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
      exports: Record<string, { types: string; default: string }>;
      man: readonly string[];
    };
    const named = [bin['char-rnn']!, exports['.']!.types, exports['.']!.default, man].flat();
    for (const file of named) expect(existsSync(join(installed, file)), file).to.equal(true);
  });

  it('holds every file that README.md and CONTRIBUTING.md link to', () => {
    const installed = join(empty, 'node_modules', 'char-rnn-ts');
    for (const page of ['README.md', 'CONTRIBUTING.md']) {
      const links = [...readFileSync(join(installed, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)];
      expect(links, page).not.empty;
      for (const [, link] of links)
        expect(existsSync(join(installed, link!)), `${page}: ${link}`).to.equal(true);
    }
  });

  const versionOf = (prefix: string) =>
    spawnSync(join(prefix, 'bin', 'char-rnn'), ['--version'], { cwd: path, encoding: 'utf8' });

  it('runs from a global installation of the tarball, with its man page where man looks for it', function () {
    const prefix = join(path, 'global');
    const flags = ['--prefer-offline', '--fetch-retries=0', '--no-audit', '--no-fund'];
    const { status, stderr } = npm(['install', '--global', '--prefix', prefix, ...flags, tarball], path);
    if (/ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|network/.test(stderr)) {
      return void (
        console.log('      skipped: no network, and npm has not cached all packages'),
        this.skip()
      );
    }
    expect(status, stderr).to.equal(0);
    expect(versionOf(prefix)).to.include({ status: 0, stderr: '' });
    expect(existsSync(join(prefix, 'share', 'man', 'man1', 'char-rnn.1'))).to.equal(true);
  });

  it('runs from a clone by npm link', () => {
    const prefix = join(path, 'linked');
    const { status, stderr } = npm(['link', ...OFFLINE], clone, { npm_config_prefix: prefix });
    expect(status, stderr).to.equal(0);
    expect(versionOf(prefix)).to.include({ status: 0, stderr: '' });
  });
});
