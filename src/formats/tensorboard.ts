import CRC32C from 'crc-32/crc32c.js';
import { concatBytes, littleEndian } from './bytes.js';

/** One point of TensorBoard's curves. */
interface ScalarEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  /** Curve -> value. */
  readonly scalars: Readonly<Record<string, number>>;
}

/** The record every TensorBoard event file begins with. */
export function tensorboardHeader(wallTime: number): Uint8Array {
  return record(concatBytes([double(1, wallTime), bytesField(3, utf8('brain.Event:2'))]));
}

/**
 * A record of an event file: tensorflow.Event { double wall_time = 1; int64 step = 2; Summary summary = 5; } with
 * Summary { repeated Value value = 1; } and Value { string tag = 1; float simple_value = 2; }.
 */
export function tensorboardEvent({ wallTime, step, scalars }: ScalarEvent): Uint8Array {
  const values = Object.entries(scalars).map(([tag, value]) =>
    bytesField(1, concatBytes([bytesField(1, utf8(tag)), float(2, value)])),
  );
  return record(concatBytes([double(1, wallTime), varintField(2, step), bytesField(5, concatBytes(values))]));
}

/** TFRecord framing: length (8 bytes), its masked checksum, the data, its masked checksum. */
function record(data: Uint8Array): Uint8Array {
  const length = littleEndian([8, data.length]);
  return concatBytes([length, littleEndian([4, masked(length)]), data, littleEndian([4, masked(data)])]);
}

/** Checksums of data that hold checksums are rotated by 15 bits and shifted by a constant (TFRecord's definition). */
function masked(bytes: Uint8Array): number {
  const crc = CRC32C.buf(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

// protocol buffers: a field is (number << 3 | kind), then its value

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
}

function varintField(field: number, value: number): Uint8Array {
  return Uint8Array.from([field << 3, ...varint(value)]);
}

function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return concatBytes([Uint8Array.from([(field << 3) | 2, ...varint(bytes.length)]), bytes]);
}

function double(field: number, value: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(9));
  bytes.setUint8(0, (field << 3) | 1);
  bytes.setFloat64(1, value, true);
  return new Uint8Array(bytes.buffer);
}

function float(field: number, value: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(5));
  bytes.setUint8(0, (field << 3) | 5);
  bytes.setFloat32(1, value, true);
  return new Uint8Array(bytes.buffer);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
