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

const KERNELS = join('src', 'kernels', 'wasm', 'generated');

const OFFLINE = ['--offline', '--no-audit', '--no-fund', '--omit=dev'];

/**
 * A copy of the sources, as a fresh clone has them, with the development packages. It compiles only what is packed, and
 * takes from the build of this folder what takes long: the check of types, and the compiled kernels.
 */
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
  cpSync(join(root, KERNELS), join(directory, KERNELS), { recursive: true });
  const config = join(directory, 'tsconfig.json');
  const options = JSON.parse(readFileSync(config, 'utf8')) as { compilerOptions: object };
  const compilerOptions = { ...options.compilerOptions, noCheck: true };
  writeFileSync(config, JSON.stringify({ ...options, compilerOptions, include: ['src'] }));
}

/** Installs the tarball with npm; without a network, where npm's cache lacks a package, by copying the installed ones. */
function install(tarball: string, prefix: string): 'by npm' | 'by hand' {
  const flags = ['--prefer-offline', '--fetch-retries=0', '--no-audit', '--no-fund'];
  const { status, stderr } = npm(
    ['install', '--global', '--prefix', prefix, ...flags, tarball],
    dirname(prefix),
  );
  if (status === 0) return 'by npm';
  expect(stderr).to.match(/ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|network/);
  const target = join(prefix, 'lib', 'node_modules', 'char-rnn-ts');
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  const listed = npm(['ls', '--omit=dev', '--all', '--parseable'], root).stdout.trim().split('\n').slice(1);
  for (const path of listed) cpSync(path, join(target, path.slice(root.length)), { recursive: true });
  mkdirSync(join(prefix, 'bin'));
  symlinkSync('../lib/node_modules/char-rnn-ts/bin/char-rnn.js', join(prefix, 'bin', 'char-rnn'));
  return 'by hand';
}

describe('the package', function () {
  this.timeout(300_000);
  const { path, remove } = temporaryDirectory();
  after(remove);
  const [clone, empty, prefix] = ['clone', 'empty', 'global'].map((name) => join(path, name)) as [
    string,
    string,
    string,
  ];
  const installed = join(prefix, 'lib', 'node_modules', 'char-rnn-ts');
  let how: ReturnType<typeof install>;

  before(function () {
    if (!existsSync(join(root, '.git')) || spawnSync('npm', ['--version']).status !== 0) {
      console.log('      skipped: needs git and npm to pack a clone');
      this.skip();
    }
    mkdirSync(clone);
    mkdirSync(empty);
    cloneInto(clone);
    // what an earlier build made of a module that is gone
    mkdirSync(join(clone, 'dist', 'src'), { recursive: true });
    writeFileSync(join(clone, 'dist', 'src', 'gone.js'), 'throw new Error();\n');
    const packed = npm(['pack', '--json'], clone);
    expect(packed.status, packed.stderr).to.equal(0);
    const [{ filename }] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[\n'))) as [
      { filename: string },
    ];
    how = install(join(clone, filename), prefix);
  });

  const run = (...args: string[]) =>
    spawnSync(join(prefix, 'bin', 'char-rnn'), args, { cwd: empty, encoding: 'utf8' });

  it('packed from a fresh clone and installed globally trains, samples and inspects in an empty folder', () => {
    writeFileSync(join(empty, 'text.txt'), 'he said "yes" and "no".\n'.repeat(100));
    const small = ['--hidden', '8', '--layers', '1', '--batch', '4', '--seq', '20'];
    const trained = run('train', 'text.txt', ...small, '--steps', '30');
    expect(trained.status, trained.stderr).to.equal(0);
    const sampled = run('sample', 'runs/text', '--prime', 'he', '-n', '20', '-s', '1');
    expect(sampled.status, sampled.stderr).to.equal(0);
    expect(sampled.stdout).to.match(/^he[\s\S]{20}/);
    const inspect = ['inspect', 'runs/text', 'text.txt', '--shuffles', '19'];
    const inspected = run(...inspect);
    expect(inspected.status, inspected.stderr).to.equal(0);
    const page = run(...inspect, '--html', 'page.html');
    expect(page.status, page.stderr).to.equal(0);
    expect(run('export', 'runs/text', '-o', 'torch').status).to.equal(0);
  });

  it('holds the files that package.json names: types, the command, the man page', () => {
    const { bin, exports, man } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
      exports: Record<string, { types: string; default: string }>;
      man: readonly string[];
    };
    const named = [bin['char-rnn']!, exports['.']!.types, exports['.']!.default, man].flat();
    for (const file of named) expect(existsSync(join(installed, file)), file).to.equal(true);
    expect(existsSync(join(installed, 'dist', 'src', 'gone.js'))).to.equal(false);
  });

  it('holds every file that README.md and CONTRIBUTING.md link to', () => {
    for (const page of ['README.md', 'CONTRIBUTING.md']) {
      const links = [...readFileSync(join(installed, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)];
      expect(links, page).not.empty;
      for (const [, link] of links)
        expect(existsSync(join(installed, link!)), `${page}: ${link}`).to.equal(true);
    }
  });

  const versionOf = (prefix: string) =>
    spawnSync(join(prefix, 'bin', 'char-rnn'), ['--version'], { cwd: path, encoding: 'utf8' });

  it('puts its man page where man looks for it', function () {
    if (how === 'by hand') {
      console.log('      skipped: no network, and npm has not cached all packages');
      this.skip();
    }
    expect(versionOf(prefix)).to.include({ status: 0, stderr: '' });
    expect(existsSync(join(prefix, 'share', 'man', 'man1', 'char-rnn.1'))).to.equal(true);
  });

  it('runs from a clone by npm link', () => {
    const prefix = join(path, 'linked');
    const { status, stderr } = npm(['link', '--ignore-scripts', ...OFFLINE], clone, {
      npm_config_prefix: prefix,
    });
    expect(status, stderr).to.equal(0);
    expect(versionOf(prefix)).to.include({ status: 0, stderr: '' });
  });
});
