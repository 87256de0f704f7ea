import type { Kernels } from '../kernels.js';
import { col2im, convolutionGradient, convolve, createFilters, im2col, packFilters } from './convolution.js';
import { countPairs, quantize } from './counting.js';
import { dropout } from './dropout.js';
import { createPacked, gemm, gemmPacked, pack } from './gemm.js';
import { createPacked16, gemmPacked16, pack16 } from './int16.js';
import { maxPool, maxPoolBackward, meanPool, meanPoolBackward } from './pooling.js';
import { relu, reluBackward } from './activations.js';
import { broadcastRows, gatherRows, scatterAddRows, sumRows, transpose } from './rows.js';
import { softmaxCrossEntropy } from './softmax.js';
import { adagrad, adam, add, clamp, rmsprop, scale, sgd, sumSquares, zero } from './updates.js';

/** The reference: plain loops over any memory, in float32 or float64. */
export const js: Kernels = {
  name: 'js',
  gemm,
  createPacked,
  pack,
  gemmPacked,
  gemmPackedRows: gemmPacked,
  createPacked16,
  pack16,
  gemmPacked16,
  createFilters,
  packFilters,
  convolve,
  convolveMaps: convolve,
  convolutionGradient,
  im2col,
  col2im,
  broadcastRows,
  sumRows,
  gatherRows,
  scatterAddRows,
  transpose,
  cell: (loops) => loops,
  softmaxCrossEntropy,
  dropout,
  maxPool,
  maxPoolBackward,
  meanPool,
  meanPoolBackward,
  relu,
  reluBackward,
  quantize,
  countPairs,
  zero,
  add,
  scale,
  clamp,
  sumSquares,
  sgd,
  adagrad,
  rmsprop,
  adam,
};
