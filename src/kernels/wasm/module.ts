import { plain, relaxed } from './generated/modules.js';

/** A compiled module, and whether its multiply-add rounds once (relaxed SIMD). */
export interface WasmModule {
  readonly module: WebAssembly.Module;
  readonly relaxed: boolean;
}

/** What a module exports: an array is passed by its byte offset. */
export type WasmFunction = (...numbers: number[]) => number;

/**
 * The fastest module this runtime accepts: relaxed SIMD, else plain SIMD, else null. Whether a runtime supports an
 * instruction is found by validating the bytes.
 */
export async function compileModule(): Promise<WasmModule | null> {
  await allowRelaxedSimd();
  for (const [text, isRelaxed] of [
    [relaxed, true],
    [plain, false],
  ] as const) {
    const bytes = decode(text);
    if (WebAssembly.validate(bytes)) {
      return { module: await WebAssembly.compile(bytes), relaxed: isRelaxed };
    }
  }
  return null;
}

/** Node 20 has relaxed SIMD, but only with a flag; other runtimes either have it or do not. */
async function allowRelaxedSimd(): Promise<void> {
  if (globalThis.process?.versions?.node) (await import('./node-flags.js')).allowRelaxedSimd();
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
