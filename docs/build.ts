import { writeFileSync } from 'node:fs';
import { errorsMarkdown } from './errors.js';
import { flagsMarkdown } from './flags.js';
import { manPage } from './man.js';

// `npm run docs`: the pages that are made from the source
const docs = new URL('../../docs/', import.meta.url);
writeFileSync(new URL('flags.md', docs), flagsMarkdown());
writeFileSync(new URL('errors.md', docs), errorsMarkdown());
writeFileSync(new URL('char-rnn.1', docs), manPage());
