import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** The beginning of a header whose first metadata field is its digest, whose 64 characters follow. */
export const DIGEST_PREFIX = '{"__metadata__":{"sha256":"';
/** The byte of the file at which the digest begins, after the eight bytes of the header length. */
const DIGEST_START = 8 + DIGEST_PREFIX.length;
const DIGEST_LENGTH = 64;

/** The placeholder while the digest is computed. */
export const NO_DIGEST = '0'.repeat(DIGEST_LENGTH);

/** Node's SHA-256, many times as fast as one in JavaScript; that of browsers is asynchronous only. */
const nodeCrypto = globalThis.process?.getBuiltinModule?.('node:crypto');

/** SHA-256, in hex, over every byte of the file, with its own 64 characters read as zeros. */
function digestOf(bytes: Uint8Array, rest: readonly Uint8Array[] = []): string {
  const zeros = new TextEncoder().encode(NO_DIGEST);
  const after = bytes.subarray(DIGEST_START + DIGEST_LENGTH);
  const parts = [bytes.subarray(0, DIGEST_START), zeros, after, ...rest];
  const hash = nodeCrypto ? nodeCrypto.createHash('sha256') : sha256.create();
  for (const part of parts) hash.update(part);
  return bytesToHex(hash.digest());
}

/** Writes the digest into its place. `rest` is what follows `bytes` in the file. */
export function sealDigest(bytes: Uint8Array, rest: readonly Uint8Array[] = []): void {
  bytes.set(new TextEncoder().encode(digestOf(bytes, rest)), DIGEST_START);
}

/** Whether `bytes` contain their own correct digest. */
export function hasValidDigest(bytes: Uint8Array): boolean {
  const written = new TextDecoder('latin1').decode(bytes.subarray(8, DIGEST_START + DIGEST_LENGTH));
  return written === DIGEST_PREFIX + digestOf(bytes);
}
