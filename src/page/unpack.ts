import { byId } from './elements.js';

/** The text of a block of the document that holds it deflated and in base64. */
export async function unpack(id: string): Promise<string> {
  const packed = Uint8Array.from(atob(byId(id).textContent!), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}
