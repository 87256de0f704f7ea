import type { Rng } from '../src/core/rng.js';

/** The signed distance from (x, y) to a shape's outline, in pixels: negative inside. */
export type Shape = (x: number, y: number) => number;

export const circle =
  (radius: number): Shape =>
  (x, y) =>
    Math.hypot(x, y) - radius;

export const box =
  (halfWidth: number, halfHeight: number): Shape =>
  (x, y) =>
    Math.max(Math.abs(x) - halfWidth, Math.abs(y) - halfHeight);

/** An isosceles triangle that points up; y grows downward. */
export const triangle =
  (halfWidth: number, halfHeight: number): Shape =>
  (x, y) => {
    const steepness = Math.hypot(halfWidth, 2 * halfHeight);
    const side = (2 * halfHeight * Math.abs(x) - halfWidth * (y + halfHeight)) / steepness;
    return Math.max(side, y - halfHeight);
  };

export const union =
  (a: Shape, b: Shape): Shape =>
  (x, y) =>
    Math.min(a(x, y), b(x, y));

export const cross = (halfWidth: number, halfStroke: number): Shape =>
  union(box(halfWidth, halfStroke), box(halfStroke, halfWidth));

/** Where and how a shape stands in the image: center in pixels, clockwise angle in radians, size. */
export interface Pose {
  readonly x: number;
  readonly y: number;
  readonly angle?: number;
  readonly scale?: number;
}

/**
 * Draws a shape into an image [S, S] of numbers between 0 and 1, with soft edges one pixel wide. With `wrap` the image
 * is a torus: what leaves on one side enters on the other.
 */
export function draw(image: Float32Array, S: number, shape: Shape, pose: Pose, wrap = false): void {
  const { x, y, angle = 0, scale = 1 } = pose;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let i = 0; i < S; i++) {
    const dy = wrap ? shortest(i + 0.5 - y, S) : i + 0.5 - y;
    for (let j = 0; j < S; j++) {
      const dx = wrap ? shortest(j + 0.5 - x, S) : j + 0.5 - x;
      const distance = shape((cos * dx + sin * dy) / scale, (cos * dy - sin * dx) / scale) * scale;
      image[i * S + j] = Math.max(image[i * S + j]!, Math.min(1, Math.max(0, 0.5 - distance)));
    }
  }
}

/** The representative of d modulo S that is nearest to 0. */
function shortest(d: number, S: number): number {
  return d - S * Math.round(d / S);
}

/** Brightness in bytes with normally distributed noise, `noise` being its standard deviation in units of full brightness. */
export function toBytes(image: Float32Array, noise: number, rng: Rng): Uint8Array {
  const byte = (v: number) => Math.round(255 * Math.min(1, Math.max(0, v + noise * rng.normal())));
  return Uint8Array.from(image, byte);
}
