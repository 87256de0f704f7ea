import { expect } from 'chai';
import { crc32Polynomials, createCrc32 } from '../../src/formats/crc32.js';

const digits = new TextEncoder().encode('123456789');

describe('crc32', () => {
  it('meets the published check values of both polynomials', () => {
    expect(createCrc32(crc32Polynomials.zip)(digits)).equal(0xcbf43926);
    expect(createCrc32(crc32Polynomials.castagnoli)(digits)).equal(0xe3069283);
  });

  it("meets RFC 3720's vectors of CRC-32C", () => {
    const crc32c = createCrc32(crc32Polynomials.castagnoli);
    expect(crc32c(new Uint8Array(32))).equal(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).equal(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).equal(0x46dd794e);
  });
});
