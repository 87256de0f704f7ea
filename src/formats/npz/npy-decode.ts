import { product } from '../../core/numbers.js';
import { float16ToFloat32 } from '../half.js';
import type { NpyArray } from './npy.js';

/** Why an array cannot be read, and what to do about it; npz.ts adds the names of file and array. */
export class NpyError extends Error {
  constructor(
    message: string,
    readonly hint = 'save it again with numpy.savez',
  ) {
    super(message);
  }
}

const MAGIC = '\x93NUMPY';
const MAX_HEADER_BYTES = 65_536;
const MAX_DIMENSIONS = 8;
const MAX_TEXT_BYTES = 4 * 10_000;

/** A supported number type: its size in bytes and how it is read from a DataView. */
interface NumberType {
  readonly size: number;
  readonly Into:
    Float32ArrayConstructor | Float64ArrayConstructor | Int32ArrayConstructor | Uint8ArrayConstructor;
  readonly read: (view: DataView, at: number) => number;
}

const numberTypes: Readonly<Record<string, NumberType>> = {
  b1: { size: 1, Into: Uint8Array, read: (view, at) => view.getUint8(at) },
  u1: { size: 1, Into: Uint8Array, read: (view, at) => view.getUint8(at) },
  i1: { size: 1, Into: Int32Array, read: (view, at) => view.getInt8(at) },
  u2: { size: 2, Into: Int32Array, read: (view, at) => view.getUint16(at, true) },
  i2: { size: 2, Into: Int32Array, read: (view, at) => view.getInt16(at, true) },
  u4: { size: 4, Into: Int32Array, read: (view, at) => view.getUint32(at, true) },
  i4: { size: 4, Into: Int32Array, read: (view, at) => view.getInt32(at, true) },
  u8: { size: 8, Into: Int32Array, read: (view, at) => Number(view.getBigUint64(at, true)) },
  i8: { size: 8, Into: Int32Array, read: (view, at) => Number(view.getBigInt64(at, true)) },
  f4: { size: 4, Into: Float32Array, read: (view, at) => view.getFloat32(at, true) },
  f8: { size: 8, Into: Float64Array, read: (view, at) => view.getFloat64(at, true) },
};

/** The most bytes of an .npy file that its header may take. */
export const LONGEST_HEADER = 12 + MAX_HEADER_BYTES;

/** What the header of an .npy file declares. */
export interface NpyHeader {
  readonly shape: readonly number[];
  /** Its items: texts, numbers with a fraction, or whole numbers; `byte` has 8 bits without a sign. */
  readonly items: 'text' | 'float' | 'byte' | 'integer';
  /** Bytes of all items. */
  readonly bytes: number;
}

/**
 * Reads the header of an .npy file (numpy.lib.format, versions 1 to 3) of `size` bytes from its beginning. Throws an
 * NpyError for anything that is not exactly one array of numbers of up to 64 bits, or of strings, in C order and
 * little-endian.
 */
export function npyHeader(beginning: Uint8Array, size: number): NpyHeader {
  const { shape, kind, itemBytes, dataStart } = checkedHeader(beginning, size);
  const items =
    kind === 'U' ? 'text' : kind === 'f' ? 'float' : itemBytes > 1 || kind === 'i' ? 'integer' : 'byte';
  return { shape, items, bytes: size - dataStart };
}

/**
 * The array of an .npy file, copied. Whole numbers become bytes or 32-bit integers, 16-bit floats float32. Throws an
 * NpyError as npyHeader does, and for numbers and strings that are none.
 */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  const { shape, count, kind, size, dtype, dataStart } = checkedHeader(bytes, bytes.length);
  const data = bytes.subarray(dataStart);
  return { shape, data: kind === 'U' ? readText(data, count, size) : readNumbers(data, kind + size, dtype) };
}

function checkedHeader(beginning: Uint8Array, fileSize: number) {
  const { dtype, isFortran, shape, dataStart } = parseHeader(beginning);
  const count = countOf(shape);
  if (isFortran && shape.length > 1)
    throw new NpyError('it is in Fortran order', 'save numpy.ascontiguousarray of it');
  const { kind, size, swapped } = parseType(dtype);
  if (swapped && size > 1)
    throw new NpyError(`its type ${dtype} is big-endian`, `save it .astype('<${kind}${size}')`);
  const itemBytes = kind === 'U' ? 4 * size : size;
  if (fileSize - dataStart !== count * itemBytes) {
    const items = `${count} items of ${itemBytes} bytes`;
    throw new NpyError(`its header declares ${items}, and ${fileSize - dataStart} bytes follow`);
  }
  return { dtype, shape, count, kind, size, itemBytes, dataStart };
}

/** The dict literal that describes the array: exactly the three keys that NumPy writes. */
function parseHeader(bytes: Uint8Array) {
  const latin1 = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (bytes.length < 12 || latin1(0, 6) !== MAGIC) throw new NpyError('it is no .npy data');
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw new NpyError(`it is .npy data of version ${version}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lengthBytes = version === 1 ? 2 : 4;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = 8 + lengthBytes + length;
  if (length > MAX_HEADER_BYTES || dataStart > bytes.length) {
    throw new NpyError(`its header length is ${length} bytes`);
  }
  const header = latin1(8 + lengthBytes, dataStart);
  const dict = /^\{'descr': (.+), 'fortran_order': (True|False), 'shape': \(((?:\d+, ?)*\d*)\), ?\}\s*$/.exec(
    header,
  );
  if (dict === null) throw new NpyError('its header is not the one that NumPy writes');
  const shape = dict[3]!.split(',').map((n) => n.trim());
  return {
    dtype: dict[1]!,
    isFortran: dict[2] === 'True',
    shape: shape.filter((n) => n !== '').map(Number),
    dataStart,
  };
}

/** The product of the dimensions, refused before it can overflow. */
function countOf(shape: readonly number[]): number {
  if (shape.length > MAX_DIMENSIONS) throw new NpyError(`it has ${shape.length} dimensions`);
  const count = product(shape);
  if (!Number.isSafeInteger(count * 8) || !shape.every(Number.isSafeInteger))
    throw new NpyError(`its shape is (${shape.join(', ')})`);
  return count;
}

function parseType(dtype: string): { kind: string; size: number; swapped: boolean } {
  if (/^'\|?O/.test(dtype) || dtype.startsWith('['))
    throw new NpyError('it holds Python objects', "save numbers, or strings with dtype 'U'");
  const found = /^'([<>|=])([a-zA-Z])(\d{1,6})'$/.exec(dtype);
  const [, order, kind, digits] = found ?? [];
  const size = Number(digits);
  const isKnown =
    kind === 'U' ? size > 0 && 4 * size <= MAX_TEXT_BYTES : Object.hasOwn(numberTypes, `${kind}${size}`);
  if (found === null || !(isKnown || kind + digits! === 'f2'))
    throw new NpyError(`its type is ${dtype.slice(0, 40)}`, "save it as 'u1', 'i4', 'f4' or, for text, 'U'");
  return { kind: kind!, size, swapped: order === '>' };
}

function readNumbers(
  data: Uint8Array,
  type: string,
  dtype: string,
): Exclude<NpyArray['data'], readonly string[]> {
  const copy = new Uint8Array(data);
  if (type === 'u1' || type === 'b1') return copy;
  const { buffer } = copy;
  if (type === 'f2') return float16ToFloat32(new Uint16Array(buffer));
  if (type === 'f4') return new Float32Array(buffer);
  if (type === 'f8') return new Float64Array(buffer);
  const { size, Into, read } = numberTypes[type]!;
  const view = new DataView(buffer);
  const numbers = new Into(data.length / size);
  for (let i = 0; i < numbers.length; i++) {
    const value = read(view, i * size);
    numbers[i] = value;
    if (numbers[i] !== value)
      throw new NpyError(`its type is ${dtype}, and ${value} needs more than 32 bits`);
  }
  return numbers;
}

function readText(data: Uint8Array, count: number, length: number): string[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: count }, (_, n) => {
    const points: number[] = [];
    for (let i = 0; i < length; i++) points.push(view.getUint32(4 * (n * length + i), true));
    while (points.at(-1) === 0) points.pop();
    const wrong = points.find((point) => point > 0x10ffff || (point >= 0xd800 && point < 0xe000));
    if (wrong !== undefined) throw new NpyError(`string ${n} holds ${wrong}, which is not a character`);
    return String.fromCodePoint(...points);
  });
}
