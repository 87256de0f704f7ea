import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onDisk } from './disk.js';

const PAGE = fileURLToPath(new URL('../../play.html', import.meta.url));

/** The page, dist/play.html: `npm run build` makes it, and the package holds it. */
export const readPage = (): Buffer => onDisk(PAGE, () => readFileSync(PAGE));
