/**
 * Before tsc, which compiles what has changed and looks at no output: when one is missing, everything is compiled again;
 * outputs of removed sources go, as mocha would run their tests. Part of `npm run build`.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
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

if (existsSync(record)) {
  const modules = compiled();
  const removed = modules.filter((name) => !existsSync(`${root}${name}.ts`));
  for (const name of removed)
    for (const suffix of ['.js', '.js.map', '.d.ts']) rmSync(`${root}dist/${name}${suffix}`, { force: true });
  const isWhole = modules.every((name) => removed.includes(name) || existsSync(`${root}dist/${name}.js`));
  if (!isWhole) rmSync(record);
}
