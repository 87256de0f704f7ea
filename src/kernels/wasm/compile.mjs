/**
 * Compiles assembly/ twice (plain SIMD, and with relaxed SIMD's multiply-add) and writes both as base64 into
 * generated/modules.ts, so that the kernels read no file and also run in a browser. `npm run build` runs this first;
 * it does nothing when the result is newer than its sources.
 */
import asc from 'assemblyscript/asc';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const assembly = fileURLToPath(new URL('assembly', import.meta.url));
const generated = fileURLToPath(new URL('generated', import.meta.url));
const target = `${generated}/modules.ts`;

const flags = [
  '--importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536',
  '--enable threads --enable simd --runtime stub --noAssert -O3 --converge --disableWarning 201',
]
  .join(' ')
  .split(' ');

async function compile(extra) {
  let bytes;
  const { error, stderr } = await asc.main(
    [`${assembly}/index.ts`, '--baseDir', assembly, '--outFile', 'module.wasm', ...flags, ...extra],
    { writeFile: (_name, contents) => void (bytes = contents) },
  );
  if (error) throw new Error(stderr.toString());
  return Buffer.from(bytes).toString('base64');
}

function changed(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

const sources = [
  fileURLToPath(import.meta.url),
  ...readdirSync(assembly, { recursive: true }).map((name) => `${assembly}/${name}`),
];
if (Math.max(...sources.map(changed)) >= changed(target)) {
  const plain = await compile([]);
  const relaxed = await compile(['--enable', 'relaxed-simd']);
  mkdirSync(generated, { recursive: true });
  writeFileSync(
    target,
    `/** Made by compile.mjs from assembly/. */\nexport const plain =\n  '${plain}';\nexport const relaxed =\n  '${relaxed}';\n`,
  );
}
