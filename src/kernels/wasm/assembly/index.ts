/**
 * Everything the module exports: the SIMD implementations of src/kernels/js, called with byte offsets into the memory.
 */
export { gemm, gemmPacked, gemmRows, pack, scratchBytes, setScratch } from './gemm/gemm';
export { gemm16 } from './gemm/int16';
export { broadcastRows, gatherRows, scatterAddRows, sumRows } from './flat/rows';
export { transpose } from './gemm/transpose';
export { rnnBackward, rnnForward } from './cells/rnn';
export { lstmBackward, lstmForward } from './cells/lstm';
export { gruBackward, gruForward } from './cells/gru';
export { minGruBackward, minGruForward } from './cells/min-gru';
export { softmaxCrossEntropy } from './flat/softmax';
export { dropout } from './flat/dropout';
export { convolutionGradient, convolve } from './convolution/convolution';
export { col2im, im2col } from './convolution/neighborhoods';
export { maxPool, maxPoolBackward, meanPool, meanPoolBackward } from './convolution/pooling';
export { relu, reluBackward } from './convolution/relu';
export { countPairs, quantize } from './flat/counting';
export { add, clamp, scale, sumSquares, zero } from './flat/flat';
export { adagrad, adam, rmsprop, sgd } from './flat/updates';

// Exported only to stay separate functions: the optimizer would inline them into their one caller, and an engine that
// has so many values to allocate in one function spills them to memory, at half the speed.
export { exponentials } from './flat/softmax';
export { sigmoids, tanhs } from './cells/activate';
export { dotPanel, dotThreePanels } from './gemm/gemv';
export { oneRow, roundRow, twoRows } from './gemm/int16';
export { pixels1, pixels2, pixels3, pixels4 } from './convolution/tile';
export { lastOutputs, weights1, weights2, weights3, weights4 } from './convolution/gradient-tile';
export { tile1, tile2, tile3, tile4, tile5, tile6 } from './gemm/tile';
