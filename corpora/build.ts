/**
 * Assembles the corpora that are not committed: `npm run corpora`. A file that is already there is not written again.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mobyDick } from './moby-dick.js';
import { nestedText } from './nested.js';
import { npzCorpora } from './npz.js';
import { typescriptCode } from './typescript.js';

const corpora: Record<string, () => string | Uint8Array> = {
  'moby-dick.txt': mobyDick,
  'typescript.txt': typescriptCode,
  'nested.txt': () => nestedText(500_000, 1).text,
  ...npzCorpora,
};

for (const [name, make] of Object.entries(corpora)) {
  // from dist/corpora/ to corpora/
  const path = fileURLToPath(new URL(`../../corpora/${name}`, import.meta.url));
  try {
    const content = make();
    const stands = existsSync(path) && readFileSync(path).equals(Buffer.from(content));
    if (!stands) writeFileSync(path, content);
    const size = `${content.length.toLocaleString('en')} ${typeof content === 'string' ? 'characters' : 'bytes'}`;
    console.error(`corpora/${name}: ${size}${stands ? ', as it was' : ''}`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === 'MODULE_NOT_FOUND' || code === 'ENOENT';
    console.error(`corpora/${name}: ${isMissing ? 'its npm package is missing, run npm install' : message}`);
    process.exitCode = 1;
  }
}
