import { userError } from '../../core/errors.js';
import { quote } from '../../core/quote.js';
import { largest } from '../../core/numbers.js';
import { unreadableClips, type Clips } from '../../data/clips.js';
import type { NpyArray } from './npy.js';
import type { NpyHeader } from './npy-decode.js';
import { openNpz } from './npz.js';
import type { Pause } from './unzip.js';

/** The most bytes that the pixels may take as 32-bit floats, the form in which a network reads them. */
const PIXEL_LIMIT = 2 ** 30;

/** The most bytes of labels. */
const LABEL_LIMIT = 2 ** 27;

export interface ClipOptions {
  /** Clips to be labeled: labels that are there are left out, and pixels may be anything, see unreadableClips(). */
  readonly asQuestions?: boolean | undefined;
  readonly pause?: Pause | undefined;
}

/**
 * The clips or images of an .npz file: `x` [N, T, C, S, S] or [N, C, S, S] of uint8 or float32, and `y`, integers or
 * texts, [N] or, for a label per frame, [N, T]. Without `y` there are no labels, which is enough for `sample`. Other
 * arrays are ignored. Nothing is unpacked before the headers of both fit. Throws a UserError (npz/..., clips/...) that
 * names `file`.
 */
export async function decodeClips(
  bytes: Uint8Array,
  file: string,
  { asQuestions = false, pause }: ClipOptions = {},
): Promise<Clips> {
  const npz = openNpz(bytes, file);
  if (!npz.names.includes('x'))
    throw userError('clips/missing', { file, known: npz.names.map(quote).join(', ') || 'none' });
  const x = npz.header('x');
  const size = dimensions(x, file);
  const y = npz.names.includes('y') ? npz.header('y') : null;
  const perFrame = y !== null && isPerFrame(y, x, size, file);
  const clips = { ...size, pixels: pixelsOf(await npz.read('x', pause)) };
  const [bad] = asQuestions ? [] : unreadableClips(clips);
  if (bad) throw userError('clips/pixel', { file, ...bad });
  const labels = y === null || asQuestions ? null : textsOf(await npz.read('y', pause), file);
  return { ...clips, labels, perFrame };
}

function dimensions(x: NpyHeader, file: string): Pick<Clips, 'N' | 'T' | 'C' | 'S'> {
  const [N, ...rest] = x.shape as [number, ...number[]];
  const T = rest.length === 4 ? rest.shift()! : null;
  const [C, S, width] = rest as [number, number, number];
  if (rest.length !== 3 || S !== width || x.shape.includes(0))
    throw userError('clips/shape', { file, shape: shapeOf(x) });
  const size = 4 * N * (T ?? 1) * C * S * S;
  if (size > PIXEL_LIMIT) throw userError('npz/size', { file, limit: PIXEL_LIMIT });
  if (x.items !== 'byte' && x.items !== 'float') throw userError('clips/type', { file });
  return { N, T, C, S };
}

/** Whether there is a label for each frame, not for each clip. */
function isPerFrame(y: NpyHeader, x: NpyHeader, { N, T }: Pick<Clips, 'N' | 'T'>, file: string): boolean {
  const perFrame = y.shape.length === 2 && y.shape[1] === T;
  if (y.shape[0] !== N || !(perFrame || y.shape.length === 1))
    throw userError('clips/labels', { file, clips: shapeOf(x), labels: shapeOf(y) });
  if (y.bytes > LABEL_LIMIT) throw userError('npz/size', { file, limit: LABEL_LIMIT });
  return perFrame;
}

function pixelsOf({ data }: NpyArray): Clips['pixels'] {
  return data instanceof Uint8Array ? data : Float32Array.from(data as ArrayLike<number>);
}

/** Numbers count classes, so each up to the largest must occur. */
function textsOf({ data }: NpyArray, file: string): readonly string[] {
  if (Array.isArray(data)) return data as readonly string[];
  const numbers = Array.from(data as ArrayLike<number>);
  const known = new Set(numbers);
  const bad = numbers.find((value) => !Number.isInteger(value) || value < 0);
  if (bad !== undefined) throw userError('clips/label', { file, label: bad });
  const last = largest(numbers);
  if (known.size !== last + 1) {
    let missing = 0;
    while (known.has(missing)) missing++;
    throw userError('clips/gap', { file, missing, largest: last });
  }
  return numbers.map(String);
}

const shapeOf = ({ shape }: NpyHeader): string => `[${shape.join(', ')}]`;
