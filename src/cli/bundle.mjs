/**
 * Bundles the program into dist/src/bundle/: one file, which bin/char-rnn.js starts, and one for each kind of worker. It
 * begins in half the time that hundreds of modules take, and a run of days needs no file of a package that may be replaced
 * meanwhile. Part of `npm run build`, which it does nothing in when the result is newer than its sources. The bundle lies
 * as deep in the package as the modules that find files by their own place (import.meta.url).
 */
import { build } from 'esbuild';
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const outdir = `${root}dist/src/bundle`;
const fresh = `${root}dist/src/bundle-${process.pid}`;
const programs = [
  'cli/start',
  'cli/terminal/watchdog-worker',
  'train/replica-worker',
  'sample/row-worker',
  'app/inspect/regex-worker',
];

/** Node loads what it brings when a module that names it is run, not all of it when the one file is. */
const nodeOnDemand = {
  name: 'node-on-demand',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === 'require-call' ? { path, external: true } : { path, namespace: 'on-demand' },
    );
    onLoad({ filter: /^/, namespace: 'on-demand' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
  },
};

/** Of yargs only the parser is used; what it would load for its own help is left out. */
const parserOnly = {
  name: 'parser-only',
  setup({ onLoad }) {
    onLoad({ filter: /yargs[/\\]helpers[/\\]helpers\.mjs$/ }, () => ({
      contents: "export { default as Parser } from 'yargs-parser';",
      resolveDir: `${root}node_modules/yargs`,
    }));
  },
};

/** What `require` is in a module. */
const banner = {
  js: "import { createRequire as bundledRequire } from 'node:module';\nconst require = bundledRequire(import.meta.url);",
};

const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const sources = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
  .map((entry) => `${entry.parentPath}/${entry.name}`);

if (Math.max(...[...sources, `${root}package-lock.json`].map(changed)) >= changed(`${outdir}/start.js`)) {
  // beside the bundle that is in use, whose place it takes once it is whole
  await build({
    entryPoints: programs.map((program) => `${src}${program}.ts`),
    entryNames: '[name]',
    outdir: fresh,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minifySyntax: true,
    minifyWhitespace: true, // names stay, for stacks
    sourcemap: true, // for --debug
    sourcesContent: false,
    external: ['koffi'],
    plugins: [nodeOnDemand, parserOnly],
    banner,
  });
  rmSync(outdir, { recursive: true, force: true });
  renameSync(fresh, outdir);
}
