import { brackets } from './brackets.js';
import { characters } from './characters.js';
import { comments } from './comments.js';
import { conditions } from './conditions.js';
import type { Feature } from './feature.js';
import { indentation } from './indentation.js';
import { lines } from './lines.js';
import { numbers } from './numbers.js';
import { quotes } from './quotes.js';
import { sentences } from './sentences.js';
import { urls } from './urls.js';
import { words } from './words.js';

export type { Feature } from './feature.js';
export { regexFeature } from './regex.js';
export { labelFeatures } from './labels.js';

/** Every feature a cell is compared with unless the user names others. */
export const library: readonly Feature[] = [
  ...quotes,
  ...brackets,
  ...comments,
  ...conditions,
  ...lines,
  ...indentation,
  ...words,
  ...sentences,
  ...numbers,
  ...urls,
  ...characters,
];
