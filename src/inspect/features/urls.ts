import { regexFeature } from './regex.js';
import type { ReadyFeature } from './feature.js';

/** Web addresses: from the scheme, or `www.`, to the blank or closing mark after them. */
export const urls: readonly ReadyFeature[] = [
  regexFeature('url', 'in a web address', /(?:\b[a-z][a-z0-9+.-]{1,9}:\/\/|\bwww\.)[^\s"'<>()[\]{}]+/giu),
];
