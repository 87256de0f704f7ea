/**
 * Bundles `char-rnn train` into dist/src/bundle/: the program in one file, and one for each of its workers. It begins in
 * half the time that some three hundred modules take, and a run of days needs no file of a package that may be replaced
 * meanwhile. Part of `npm run build`, which it does nothing in when the result is newer than its sources. The bundle lies
 * as deep in the package as the modules that find files by their own place (import.meta.url).
 */
import { build } from 'esbuild';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const outdir = `${root}dist/src/bundle`;

/** The other commands stay as they are: `train` reaches none of them. */
const otherCommands = {
  name: 'other-commands',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/commands\// }, ({ path }) =>
      path.endsWith('/train.js') ? null : { path: `../cli/${path}`, external: true },
    );
  },
};

/** Of yargs only the parser is used; what it would load for its own help is left out. */
const parserOnly = {
  name: 'parser-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^yargs\/helpers$/ }, ({ path }) => ({ path, namespace: 'parser-only' }));
    onLoad({ filter: /^/, namespace: 'parser-only' }, () => ({
      contents: "export { default as Parser } from 'yargs-parser';",
      resolveDir: `${root}node_modules/yargs`,
    }));
  },
};

/** CommonJS packages call `require` for what Node brings. */
const banner = {
  js: "import { createRequire as bundledRequire } from 'node:module';\nconst require = bundledRequire(import.meta.url);",
};

const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const sources = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
  .map((entry) => `${entry.parentPath}/${entry.name}`);

if (Math.max(...[...sources, `${root}package-lock.json`].map(changed)) >= changed(`${outdir}/train.js`)) {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: {
      'watchdog-worker': `${src}cli/terminal/watchdog-worker.ts`,
      'replica-worker': `${src}train/replica-worker.ts`,
      train: `${src}cli/start.ts`,
    },
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minifySyntax: true,
    minifyWhitespace: true, // names stay, for --debug
    external: ['koffi'],
    plugins: [otherCommands, parserOnly],
    banner,
  });
}
