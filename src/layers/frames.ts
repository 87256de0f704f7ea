import type { Floats, Ids } from '../core/floats.js';
import { type Layer, type LayerSetup, type Pass, type State, stateless } from './layer.js';
import { createSequence, type Sequence } from '../core/sequence.js';

/**
 * Images by index, as the input of a network: y[t,b] = images[x[t,b]], a row of the table for each. A batch of clips
 * is thus, like a batch of text, an array of integers [T, B]. The C numbers of a step of a series are an image of one
 * pixel.
 *
 * Shapes: x [T, B], images [N, S·S·C] channels-last, y [T, B·S·S, C].
 */
export function frames(images: Floats, size: { S: number; C: number }, setup: LayerSetup): Layer<Ids> {
  const { kernels, memory, T, B } = setup;
  const { S, C } = size;
  const y = createSequence(memory, T, B * S * S, C);

  function forward(x: Ids, _state: State, pass: Pass): Sequence {
    kernels.gatherRows(pass.T * B, S * S * C, images, x, y.data);
    return y;
  }

  return stateless({
    outputSize: C,
    output: y,
    forward,
    backward: () => null,
  });
}
