/**
 * Before tsc, which compiles what has changed and looks at no output: when one is missing, everything is compiled again;
 * outputs of removed sources go, as mocha would run their tests and npm pack them. All others stay where they are, so that
 * the program runs while it is built. Part of `npm run build`.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const record = `${root}dist/.tsbuildinfo`;

/** The modules of this project that tsc compiled last, without their suffix. */
function compiled() {
  const { fileNames } = JSON.parse(readFileSync(record, 'utf8'));
  return fileNames
    .filter((name) => /^\.\.\/(?!node_modules).*\.ts$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => name.slice('../'.length, -'.ts'.length));
}

/** What tsc made of a module, by the module: `src/index` for src/index.js, src/index.js.map and src/index.d.ts. */
function outputs() {
  const folders = ['src', 'test', 'corpora', 'examples', 'bench', 'docs'].filter((name) =>
    existsSync(`${root}dist/${name}`),
  );
  return folders
    .flatMap((folder) =>
      readdirSync(`${root}dist/${folder}`, { recursive: true }).map((file) => `${folder}/${file}`),
    )
    .filter((file) => !file.startsWith('src/bundle/'))
    .map((file) => ({ file, module: file.replace(/\.(js|js\.map|d\.ts)$/, '') }))
    .filter(({ file, module }) => file !== module);
}

for (const { file, module } of outputs())
  if (!existsSync(`${root}${module}.ts`)) rmSync(`${root}dist/${file}`);
if (existsSync(record)) {
  const modules = compiled().filter((name) => existsSync(`${root}${name}.ts`));
  if (!modules.every((name) => existsSync(`${root}dist/${name}.js`))) rmSync(record);
}
