/** Everything the module exports: the SIMD twins of src/kernels/js, called with byte offsets into the memory. */
export { gemm, gemmPacked, pack, scratchBytes, setScratch } from './gemm';
export { broadcastRows, gatherRows, scatterAddRows, sumRows } from './rows';
export { transpose } from './transpose';
export { rnnBackward, rnnForward } from './rnn';
export { lstmBackward, lstmForward } from './lstm';
export { gruBackward, gruForward } from './gru';
export { softmaxCrossEntropy } from './softmax';
export { dropout } from './dropout';
export { add, clamp, scale, sumSquares } from './flat';
export { adagrad, adam, rmsprop, sgd } from './updates';
