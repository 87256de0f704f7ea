import { byId } from './elements.js';

/** The text of a block of the document that holds it deflated and in base64. */
export const unpack = (id: string): Promise<string> => inflate(id).text();

/** The same for bytes. */
export const unpackBytes = (id: string): Promise<ArrayBuffer> => inflate(id).arrayBuffer();

function inflate(id: string): Response {
  const packed = Uint8Array.from(atob(byId(id).textContent!), (character) => character.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')));
}
