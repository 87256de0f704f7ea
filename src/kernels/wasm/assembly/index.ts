/**
 * Everything the module exports: the SIMD implementations of src/kernels/js, called with byte offsets into the memory.
 */
export { gemm, gemmPacked, gemmRows, pack, scratchBytes, setScratch } from './gemm';
export { gemm16 } from './int16';
export { broadcastRows, gatherRows, scatterAddRows, sumRows } from './rows';
export { transpose } from './transpose';
export { rnnBackward, rnnForward } from './rnn';
export { lstmBackward, lstmForward } from './lstm';
export { gruBackward, gruForward } from './gru';
export { minGruBackward, minGruForward } from './min-gru';
export { softmaxCrossEntropy } from './softmax';
export { dropout } from './dropout';
export { convolutionGradient, convolve } from './convolution';
export { col2im, im2col } from './neighborhoods';
export { maxPool, maxPoolBackward, meanPool, meanPoolBackward } from './pooling';
export { relu, reluBackward } from './relu';
export { countPairs, quantize } from './counting';
export { add, clamp, scale, sumSquares, zero } from './flat';
export { adagrad, adam, rmsprop, sgd } from './updates';

// Exported only to stay separate functions: the optimizer would inline them into their one caller, and an engine that
// has so many values to allocate in one function spills them to memory, at half the speed.
export { exponentials } from './softmax';
export { sigmoids, tanhs } from './activate';
export { dotPanel, dotThreePanels } from './gemv';
export { oneRow, roundRow, twoRows } from './int16';
export { pixels1, pixels2, pixels3, pixels4 } from './convolution-tile';
export { lastOutputs, weights1, weights2, weights3, weights4 } from './convolution-gradient-tile';
export { tile1, tile2, tile3, tile4, tile5, tile6 } from './gemm-tile';
