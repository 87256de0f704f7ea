/**
 * Bytes as printable text: 13 bits in two characters of 93, all of ASCII but the space and `<`. 1.23 characters a byte,
 * where base64 takes 1.33; the page is mostly such text. The first two pairs are the number of bytes.
 */
const BASE = 93;
const BITS = 13;
/** `!`, and the character that is left out, as it could end the element. */
const [FIRST, LEFT_OUT] = [33, 60];

const characterOf = (digit: number): number => digit + FIRST + Number(digit + FIRST >= LEFT_OUT);
const digitOf = (character: number): number => character - FIRST - Number(character > LEFT_OUT);

/** The text of the bytes, of which there are less than 64 MB. */
export function pairsOf(bytes: Uint8Array): string {
  const characters: number[] = [];
  const add = (value: number): void =>
    void characters.push(characterOf(Math.floor(value / BASE)), characterOf(value % BASE));
  add(bytes.length >> BITS);
  add(bytes.length & (2 ** BITS - 1));
  let [value, bits] = [0, 0];
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    if (bits < BITS) continue;
    bits -= BITS;
    add(value >> bits);
    value &= 2 ** bits - 1;
  }
  if (bits > 0) add(value << (BITS - bits));
  return new TextDecoder('latin1').decode(Uint8Array.from(characters));
}

/** The bytes of such a text. */
export function bytesOfPairs(text: string): Uint8Array<ArrayBuffer> {
  const pair = (at: number): number =>
    digitOf(text.charCodeAt(2 * at)) * BASE + digitOf(text.charCodeAt(2 * at + 1));
  const bytes = new Uint8Array(pair(0) * 2 ** BITS + pair(1));
  let [value, bits, next] = [0, 0, 2];
  for (let i = 0; i < bytes.length; i++) {
    if (bits < 8) {
      value = (value << BITS) | pair(next++);
      bits += BITS;
    }
    bits -= 8;
    bytes[i] = value >> bits;
    value &= 2 ** bits - 1;
  }
  return bytes;
}
