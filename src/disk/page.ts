import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onDisk } from './disk.js';

const PAGE = fileURLToPath(new URL('../../play.html', import.meta.url));

/** The page, dist/play.html, made by `npm run build` and part of the package. */
export const readPage = (): Buffer => onDisk(PAGE, () => readFileSync(PAGE));
