import type { Floats } from '../core/floats.js';
import type { Memory } from '../core/memory.js';

/** Clips, or images (T = 1), with their labels: pixels [N·T, C, S·S] and texts. */
export interface Clips {
  readonly N: number;
  /** Frames of a clip; null for images. */
  readonly T: number | null;
  readonly C: number;
  readonly S: number;
  /** Bytes, which stand for 0 ... 1, or floats, used unchanged. */
  readonly pixels: Uint8Array | Float32Array;
  /** A text for each clip or, with `perFrame`, for each frame; null where there are none. */
  readonly labels: readonly string[] | null;
  readonly perFrame: boolean;
}

/** Images in all clips together. */
export const imageCount = ({ N, T }: Clips): number => N * (T ?? 1);

/** The pixels of N clips from number `first` on. */
export function sliceClips(clips: Clips, first: number, N: number): Clips {
  const size = clips.pixels.length / clips.N;
  return { ...clips, N, pixels: clips.pixels.subarray(first * size, (first + N) * size) };
}

/** A clip, or an image, with a pixel that is not finite: its number, and the first such pixel, both from 0. */
interface UnreadableClip {
  readonly clip: number;
  readonly place: number;
  readonly value: number;
}

/** The clips that no network can read. */
export function unreadableClips({ N, pixels }: Pick<Clips, 'N' | 'pixels'>): UnreadableClip[] {
  if (pixels instanceof Uint8Array) return [];
  const size = pixels.length / N;
  const found: UnreadableClip[] = [];
  for (let i = 0; i < pixels.length; i++) {
    if (Number.isFinite(pixels[i])) continue;
    const clip = Math.floor(i / size);
    found.push({ clip, place: i - clip * size, value: pixels[i]! });
    i = (clip + 1) * size - 1;
  }
  return found;
}

/** The images of all clips in the memory of the kernels, as placeImages() writes them. */
export function imagesInMemory(clips: Clips, memory: Memory): Floats {
  const data = memory.floats(imageCount(clips) * clips.S * clips.S * clips.C);
  placeImages(clips, data);
  return data;
}

/** Writes all images channels-last, [N·T, S·S·C], bytes as numbers from 0 to 1. */
export function placeImages({ C, S, pixels }: Clips, images: Floats): void {
  const scale = pixels instanceof Uint8Array ? 1 / 255 : 1;
  const P = S * S;
  for (let image = 0; image < pixels.length; image += P * C) {
    for (let c = 0; c < C; c++) {
      for (let p = 0; p < P; p++) images[image + p * C + c] = pixels[image + c * P + p]! * scale;
    }
  }
}
