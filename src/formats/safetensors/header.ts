import * as z from 'zod/mini';
import '../../core/schema-messages.js';
import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import { parseStrictJson } from '../strict-json.js';
import { firstIssue } from '../../core/schema-messages.js';
import { product } from '../../core/numbers.js';

/** Bytes of one number of each type that is read. */
export const dtypeSizes = { F64: 8, F32: 4, I32: 4, F16: 2, BF16: 2, U8: 1 } as const;
export type Dtype = keyof typeof dtypeSizes;

/** Where one tensor lies: bytes [begin, end) after the header. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** The byte of the file where the tensors begin. */
  readonly dataStart: number;
}

/**
 * Limits that are checked before anything is allocated. The writer has the same ones, so that what it writes can be
 * read. The size of a file is limited by the memory of a process.
 */
export const limits = { headerBytes: 4 * 2 ** 20, tensors: 10_000, fileBytes: 8 * 2 ** 30 } as const;

const entrySchema = z.strictObject({
  dtype: z.enum(Object.keys(dtypeSizes) as [Dtype, ...Dtype[]]),
  shape: z.array(z.int().check(z.gte(0))).check(z.maxLength(8)),
  data_offsets: z.tuple([z.int().check(z.gte(0)), z.int().check(z.gte(0))]),
});

/**
 * How many bytes the header takes, its own eight bytes of length included. `bytes` begins with the file's first
 * eight; `fileSize` is the size of the whole file.
 */
export function headerBytes(bytes: Uint8Array, fileSize: number, file: string): number {
  checkLimit('the file', fileSize, limits.fileBytes, file);
  if (fileSize < 10 || bytes.length < 8) throw userError('safetensors/short', { file, size: fileSize });
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  const limit = Math.min(fileSize - 8, limits.headerBytes);
  if (length < 2 || length > limit) throw userError('safetensors/length', { file, length, limit });
  return 8 + length;
}

/** Reads and checks the header in `bytes`, a file's first headerBytes(...), against the size of the file. */
export function parseHeader(bytes: Uint8Array, fileSize: number, file: string): SafetensorsHeader {
  const dataStart = headerBytes(bytes, fileSize, file);
  const { __metadata__: metadata, ...tensors } = parseObject(bytes.subarray(8, dataStart), file);
  const names = Object.keys(tensors);
  if (names.length > limits.tensors) {
    throw userError('safetensors/count', { file, count: names.length, limit: limits.tensors });
  }
  const entries = names.map((name) => parseEntry(name, tensors[name], file));
  checkLayout(entries, fileSize - dataStart, file);
  return { entries, metadata: parseMetadata(metadata, file), dataStart };
}

/** Throws safetensors/limit where `what` takes more bytes than a reader accepts. */
export function checkLimit(what: string, bytes: number, limit: number, file: string): void {
  if (bytes > limit) throw userError('safetensors/limit', { file, what, bytes, limit });
}

function parseObject(header: Uint8Array, file: string): Record<string, unknown> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header);
    if (!text.startsWith('{')) throw new SyntaxError('it does not begin with {');
    return parseStrictJson(text) as Record<string, unknown>;
  } catch (error) {
    throw userError('safetensors/header', { file, why: quote((error as Error).message) }, error);
  }
}

function parseMetadata(metadata: unknown, file: string): Record<string, string> {
  const parsed = z.record(z.string(), z.string()).safeParse(metadata ?? {});
  if (!parsed.success) throw userError('safetensors/metadata', { file });
  return parsed.data;
}

function parseEntry(name: string, value: unknown, file: string): TensorEntry {
  const fail = (why: string) => userError('safetensors/tensor', { file, tensor: quote(name), why });
  if (!/^[\x21-\x7e]{1,256}$/.test(name)) throw fail('its name is not 1 to 256 printable ASCII characters');
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) throw fail(firstIssue(parsed.error));
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  const [begin, end] = offsets;
  // a product past 2^53 can only grow, so it cannot round to the number of bytes there are
  const size = dtypeSizes[dtype] * product(shape);
  if (size !== end - begin) throw fail(`its shape takes ${size} bytes, its offsets ${end - begin}`);
  return { name, dtype, shape, begin, end };
}

/** In the order of their offsets, tensors must fill the rest of the file without a hole or an overlap. */
function checkLayout(entries: readonly TensorEntry[], dataSize: number, file: string): void {
  let expected = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== expected) {
      const why = `it begins at byte ${begin} of the data, where ${expected} is the next free one`;
      throw userError('safetensors/tensor', { file, tensor: quote(name), why });
    }
    expected = end;
  }
  if (expected !== dataSize) throw userError('safetensors/size', { file, expected, size: dataSize });
}
