import type { Floats, Ids } from '../core/floats.js';

/**
 * What a network on images needs apart from products, convolutions and cells. R maps of S×S pixels lie channels-last, [R·S·S, C]: a pixel
 * is a row, so everything that works on rows works on pixels.
 */
export interface MapKernels {
  /**
   * y [R,S/k,S/k,C] = the largest of each k×k block of x [R,S,S,C]; places = which of the block it is, row by row, the
   * first of equals. S is divisible by k.
   */
  maxPool(R: number, S: number, C: number, k: number, x: Floats, y: Floats, places: Ids): void;
  /** dx = dy at the place of each block's largest, 0 elsewhere. */
  maxPoolBackward(R: number, S: number, C: number, k: number, dy: Floats, places: Ids, dx: Floats): void;
  /** y [R,C] = the mean of the P pixels of each map of x [R,P,C]. */
  meanPool(R: number, P: number, C: number, x: Floats, y: Floats): void;
  /** dx[r,p,:] = dy[r,:] / P. */
  meanPoolBackward(R: number, P: number, C: number, dy: Floats, dx: Floats): void;
  /** y = max(x, 0); y may be x. */
  relu(n: number, x: Floats, y: Floats): void;
  /** dx = dy where y > 0, else 0; dx may be dy. */
  reluBackward(n: number, y: Floats, dy: Floats, dx: Floats): void;
}
