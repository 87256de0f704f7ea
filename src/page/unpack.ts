import { byId } from './elements.js';
import { bytesOfPairs } from './pairs.js';

/** The text of a block of the document that holds it deflated. */
export const unpack = (id: string): Promise<string> => inflate(id).text();

/** The same for bytes. */
export const unpackBytes = (id: string): Promise<ArrayBuffer> => inflate(id).arrayBuffer();

function inflate(id: string): Response {
  const { textContent, dataset } = byId(id);
  const packed = dataset['coding'] === 'pairs' ? bytesOfPairs(textContent) : bytesOfBase64(textContent);
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')));
}

/** Blocks of a report, which the command line packs, are in base64. */
const bytesOfBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
