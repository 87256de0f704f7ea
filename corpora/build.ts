/**
 * Assembles the corpora that are not committed: `npm run corpora`, or some of them, `node dist/corpora/build.js cities
 * dates`. `small` makes the committed tables again. A file that holds the same already is not written.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { count } from '../src/core/format.js';
import { npzCorpora } from './npz.js';

/** From dist/corpora/. */
const root = fileURLToPath(new URL('../../', import.meta.url));

/** The files of a corpus, by name. */
type Files = Readonly<Record<string, string | Uint8Array>>;

const corpora: Record<string, () => Promise<Files>> = {
  'moby-dick': async () => ({ 'moby-dick.txt': (await import('./moby-dick.js')).mobyDick() }),
  typescript: async () => ({ 'typescript.txt': (await import('./typescript.js')).typescriptCode() }),
  page: async () => ({ 'page.txt': (await import('./project.js')).pageText(root) }),
  nested: async () => ({ 'nested.txt': (await import('./nested.js')).nestedText(500_000, 1).text }),
  pairs: async () => {
    const { pairsCsv, pairsOf } = await import('./pairs.js');
    const code = [...pairsOf('brackets', 200, 1), ...pairsOf('quotes', 200, 1)];
    return { 'agreement.csv': pairsCsv(pairsOf('agreement', 200, 1)), 'code-pairs.csv': pairsCsv(code) };
  },
  cities: async () => (await import('./cities.js')).cities(),
  sentences: async () => (await import('./sentences.js')).sentences(),
  colors: async () => (await import('./colors.js')).colors(),
  words: async () => (await import('./words.js')).words(),
  dates: async () => (await import('./dates.js')).dates(),
  sums: async () => (await import('./sums.js')).sums(),
  cased: async () => (await import('./cased.js')).cased(),
  series: async () => (await import('./series.js')).series(),
  ...Object.fromEntries(
    Object.entries(npzCorpora).map(([file, make]) => [
      file.replace('.npz', ''),
      async () => ({ [file]: make() }),
    ]),
  ),
};

/** Committed: another version of Node may bring other Intl data, so they are made when asked for only. */
const small = async () => ({
  ...(await (await import('./dates.js')).smallDates()),
  ...(await (await import('./countries.js')).countries()),
});

const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : Object.keys(corpora)) {
  const make = name === 'small' ? small : corpora[name];
  try {
    if (make === undefined) throw new Error(`no such corpus; there are ${Object.keys(corpora).join(', ')}`);
    for (const [file, content] of Object.entries(await make())) write(file, content);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND', 'ENOENT'].includes(code ?? '');
    console.error(`${name}: ${isMissing ? 'its npm package is missing, run npm install' : message}`);
    process.exitCode = 1;
  }
}

function write(file: string, content: string | Uint8Array): void {
  const path = `${root}corpora/${file}`;
  const unchanged = existsSync(path) && readFileSync(path).equals(Buffer.from(content));
  if (!unchanged) writeFileSync(path, content);
  console.error(`corpora/${file}: ${sizeOf(file, content)}${unchanged ? ', unchanged' : ''}`);
}

function sizeOf(file: string, content: string | Uint8Array): string {
  if (typeof content !== 'string') return `${count(content.length)} bytes`;
  if (file.endsWith('.txt')) return `${count(content.length)} characters`;
  return `${count(content.split('\n').length - 2)} rows`;
}
