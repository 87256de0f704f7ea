import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import { unreadableClips, type Clips } from '../../data/clips.js';
import type { NpyArray } from './npy.js';
import { decodeNpz } from './npz.js';

/** The most bytes that the pixels may take as 32-bit floats, the form in which a network reads them. */
const PIXEL_LIMIT = 2 ** 30;

/**
 * The clips or images of an .npz file: `x` [N, T, C, S, S] or [N, C, S, S] of uint8 or float32, and `y`, integers or
 * texts, [N] or, for a label per frame, [N, T]. Without `y` there are no labels, which is enough for `sample`. Throws a
 * UserError (npz/..., clips/...) that names `file`.
 */
export function decodeClips(bytes: Uint8Array, file: string, { asQuestions = false } = {}): Clips {
  const arrays = decodeNpz(bytes, file);
  const x = arrays.get('x');
  if (x === undefined)
    throw userError('clips/missing', { file, known: [...arrays.keys()].map(quote).join(', ') || 'none' });
  const clips = { ...dimensions(x, file), pixels: pixelsOf(x, file) };
  const [bad] = asQuestions ? [] : unreadableClips(clips);
  if (bad) throw userError('clips/pixel', { file, ...bad });
  const y = arrays.get('y');
  if (y === undefined) return { ...clips, labels: null, perFrame: false };
  const { N, T } = clips;
  const perFrame = y.shape.length === 2 && y.shape[1] === T;
  if (y.shape[0] !== N || !(perFrame || y.shape.length === 1))
    throw userError('clips/labels', { file, clips: shapeOf(x), labels: shapeOf(y) });
  return { ...clips, labels: asQuestions ? null : textsOf(y, file), perFrame };
}

function dimensions(x: NpyArray, file: string): Pick<Clips, 'N' | 'T' | 'C' | 'S'> {
  const [N, ...rest] = x.shape as [number, ...number[]];
  const T = rest.length === 4 ? rest.shift()! : null;
  const [C, S, width] = rest as [number, number, number];
  if (rest.length !== 3 || S !== width || x.shape.includes(0))
    throw userError('clips/shape', { file, shape: shapeOf(x) });
  const size = 4 * N * (T ?? 1) * C * S * S;
  if (size > PIXEL_LIMIT) throw userError('npz/size', { file, limit: PIXEL_LIMIT });
  return { N, T, C, S };
}

function pixelsOf({ data }: NpyArray, file: string): Clips['pixels'] {
  if (data instanceof Uint8Array) return data;
  if (!(data instanceof Float32Array || data instanceof Float64Array))
    throw userError('clips/type', { file });
  return Float32Array.from(data);
}

/** Numbers count classes, so each up to the largest must occur. */
function textsOf({ data }: NpyArray, file: string): readonly string[] {
  if (Array.isArray(data)) return data as readonly string[];
  const numbers = Array.from(data as ArrayLike<number>);
  const known = new Set(numbers);
  const bad = numbers.find((value) => !Number.isInteger(value) || value < 0);
  if (bad !== undefined) throw userError('clips/label', { file, label: bad });
  const largest = numbers.reduce((most, value) => Math.max(most, value), 0);
  if (known.size !== largest + 1) {
    let missing = 0;
    while (known.has(missing)) missing++;
    throw userError('clips/gap', { file, missing, largest });
  }
  return numbers.map(String);
}

const shapeOf = ({ shape }: NpyArray): string => `[${shape.join(', ')}]`;
