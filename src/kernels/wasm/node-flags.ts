import { setFlagsFromString } from 'node:v8';

/**
 * Turns on relaxed SIMD in Node 20, where it works but still needs a flag. Later versions have it on and have dropped
 * the flag; V8 ignores unknown flags. Must run in each worker, before compiling.
 */
export function allowRelaxedSimd(): void {
  if (Number.parseInt(process.versions.node, 10) < 22) setFlagsFromString('--experimental-wasm-relaxed-simd');
}
