import type { Tensor } from '../../core/snapshot.js';
import { concatBytes } from '../bytes.js';
import { bfloat16ToFloat32, float16ToFloat32, float32ToFloat16 } from '../half.js';
import { userError } from '../../core/errors.js';
import { checkLimit, dtypeSizes, limits, parseHeader, type Dtype, type TensorEntry } from './header.js';

/**
 * The safetensors format (huggingface/safetensors): eight bytes, the length N of the header as a little-endian
 * integer; N bytes of JSON, `{"__metadata__": {string: string}, name: {dtype, shape, data_offsets}, ...}`; then
 * the tensors, one after the other, little-endian. It holds numbers and strings only; nothing in it can execute.
 */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of a file in one piece; see safetensorsParts. */
export function encodeSafetensors(...content: Parameters<typeof safetensorsParts>): Uint8Array {
  return concatBytes(safetensorsParts(...content));
}

/**
 * The bytes of a file that holds `tensors` and `metadata`, the metadata first in the header. The header is padded
 * with spaces and wide numbers come first, so that every tensor can be viewed in place. With `half`, float32 becomes the
 * nearest float16 of so many bits of fraction, at most 10. The first part is the header, the others
 * are the numbers of the tensors themselves, not copies. Throws safetensors/count or safetensors/limit for what
 * decodeSafetensors would refuse.
 */
export function safetensorsParts(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
  half: number | null = null,
): Uint8Array[] {
  const written = [...tensors].map(([name, tensor]) => ({ name, ...asWritten(tensor, half) }));
  const ordered = written.toSorted((a, b) => dtypeSizes[b.dtype] - dtypeSizes[a.dtype]);
  const fields = [`"__metadata__":${JSON.stringify(metadata)}`];
  let dataSize = 0;
  for (const { name, shape, dtype, data } of ordered) {
    const offsets = [dataSize, (dataSize += data.byteLength)];
    fields.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: offsets })}`);
  }
  const text = new TextEncoder().encode(`{${fields.join(',')}}`);
  const dataStart = Math.ceil((8 + text.length) / 8) * 8;
  const file = 'the checkpoint';
  if (tensors.size > limits.tensors) {
    throw userError('safetensors/count', { file, count: tensors.size, limit: limits.tensors });
  }
  checkLimit('its header', dataStart - 8, limits.headerBytes, file);
  checkLimit('its content', dataStart + dataSize, limits.fileBytes, file);

  const header = new Uint8Array(dataStart).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(dataStart - 8), true);
  header.set(text, 8);
  const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  return [header, ...ordered.map(({ data }) => bytesOf(data))];
}

/**
 * What a safetensors file holds. Tensors are views on `bytes` where alignment allows; 16-bit floats become float32.
 * Throws a UserError (safetensors/...) naming `file` for anything that is not exactly such a file.
 */
export function decodeSafetensors(bytes: Uint8Array, file = 'the file'): Safetensors {
  const { entries, metadata, dataStart } = parseHeader(bytes, bytes.length, file);
  const data = bytes.subarray(dataStart);
  return { tensors: new Map(entries.map((entry) => [entry.name, readTensor(entry, data)])), metadata };
}

function readTensor({ dtype, shape, begin, end }: TensorEntry, data: Uint8Array): Tensor {
  const inPlace = (data.byteOffset + begin) % dtypeSizes[dtype] === 0;
  const source = inPlace ? data.subarray(begin, end) : data.slice(begin, end);
  const length = source.byteLength / dtypeSizes[dtype];
  const view = <A>(ArrayType: new (buffer: ArrayBufferLike, offset: number, length: number) => A): A =>
    new ArrayType(source.buffer, source.byteOffset, length);
  switch (dtype) {
    case 'F64':
      return { shape, data: view(Float64Array) };
    case 'F32':
      return { shape, data: view(Float32Array) };
    case 'I32':
      return { shape, data: view(Int32Array) };
    case 'U8':
      return { shape, data: view(Uint8Array) };
    case 'F16':
      return { shape, data: float16ToFloat32(view(Uint16Array)) };
    case 'BF16':
      return { shape, data: bfloat16ToFloat32(view(Uint16Array)) };
  }
}

/** The type of a tensor's numbers in a file. */
export function dtypeOf(data: Tensor['data']): Dtype {
  if (data instanceof Float64Array) return 'F64';
  if (data instanceof Float32Array) return 'F32';
  return data instanceof Int32Array ? 'I32' : 'U8';
}

/** A tensor's type and numbers in a file. */
function asWritten({ shape, data }: Tensor, half: number | null) {
  const dtype = dtypeOf(data);
  if (half === null || dtype !== 'F32') return { shape, dtype, data };
  return { shape, dtype: 'F16' as const, data: float32ToFloat16(data, half) };
}
