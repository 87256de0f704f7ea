/**
 * Bundles main.ts into generated/script.ts, the script of the page as a string: a page without a network cannot import.
 * `npm run build` runs this before tsc; it does nothing when the result is newer than its sources.
 */
import { buildSync } from 'esbuild';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const target = `${here}generated/script.ts`;
const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const sources = readdirSync(here).filter((name) => /\.(ts|mjs)$/.test(name));

if (Math.max(...sources.map((name) => changed(here + name))) >= changed(target)) {
  const { outputFiles } = buildSync({
    entryPoints: [`${here}main.ts`],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    minifySyntax: true,
    minifyWhitespace: true,
  });
  mkdirSync(`${here}generated`, { recursive: true });
  writeFileSync(
    target,
    `/** Made by bundle.mjs from the modules of this folder. */\nexport const pageScript = ${JSON.stringify(outputFiles[0].text)};\n`,
  );
}
