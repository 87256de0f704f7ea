import { sealDigest, DIGEST_PREFIX } from '../../src/formats/checkpoint/digest.js';
import { encodeCheckpoint } from '../../src/formats/checkpoint/checkpoint.js';
import { decodeSafetensors, encodeSafetensors } from '../../src/formats/safetensors/safetensors.js';
import type { Tensor } from '../../src/core/snapshot.js';
import { smallSnapshot } from '../helpers/snapshots.js';

/** A file of `header` (text or bytes) and `data`; `length` is what its first eight bytes say. */
export function forgeFile(
  header: string | Uint8Array,
  data: Uint8Array = new Uint8Array(0),
  length?: bigint,
): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

/** A checkpoint as a forger makes it: metadata and tensors changed at will, then given a digest that fits. */
export function forgeCheckpoint(
  change: (metadata: Record<string, string>, tensors: Map<string, Tensor>) => void,
): Uint8Array {
  return reforge(encodeCheckpoint(smallSnapshot()), change);
}

/** The same with any checkpoint. */
export function reforge(
  checkpoint: Uint8Array,
  change: (metadata: Record<string, string>, tensors: Map<string, Tensor>) => void,
): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(checkpoint);
  const forged = { ...metadata };
  const copies = new Map(tensors);
  change(forged, copies);
  return reseal(encodeSafetensors(copies, forged));
}

/** Puts a fitting digest into bytes that have a place for one. */
export function reseal(bytes: Uint8Array): Uint8Array {
  const prefix = new TextDecoder('latin1').decode(bytes.subarray(8, 8 + DIGEST_PREFIX.length));
  if (prefix === DIGEST_PREFIX && bytes.length > 8 + DIGEST_PREFIX.length + 64) sealDigest(bytes);
  return bytes;
}
