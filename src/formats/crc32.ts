/** The reversed polynomials of two common checksums: that of zip and PNG, and Castagnoli's, of TFRecord and iSCSI. */
export const crc32Polynomials = { zip: 0xedb88320, castagnoli: 0x82f63b78 } as const;

/** A function that computes the 32-bit cyclic redundancy check of some bytes, a table look-up per byte. */
export function createCrc32(polynomial: number): (bytes: Uint8Array) => number {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let c = byte;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ polynomial : c >>> 1;
    return c;
  });
  return (bytes) => {
    let c = 0xffffffff;
    for (const byte of bytes) c = table[(c ^ byte) & 0xff]! ^ (c >>> 8);
    return ~c >>> 0;
  };
}
