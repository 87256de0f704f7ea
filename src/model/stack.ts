import type { Layer, Pass, State } from '../layers/layer.js';
import type { Sequence } from '../core/sequence.js';

/**
 * Layers one above the other are a layer: forward goes up, backward comes down, the state is the union of theirs.
 */
export function stack<Input>(first: Layer<Input>, rest: readonly Layer<Sequence>[]): Layer<Input> {
  const layers = [first, ...rest];
  const top = layers.at(-1)!;

  function forward(x: Input, state: State, pass: Pass): Sequence {
    let y = first.forward(x, state, pass);
    for (const layer of rest) y = layer.forward(y, state, pass);
    return y;
  }

  function backward(dy: Sequence, dState: State, pass: Pass): Sequence | null {
    let dx: Sequence | null = dy;
    for (let k = rest.length - 1; k >= 0; k--) dx = rest[k]!.backward(dx!, dState, pass);
    return first.backward(dx!, dState, pass);
  }

  return {
    outputSize: top.outputSize,
    output: top.output,
    stateShape: Object.assign({}, ...layers.map((layer) => layer.stateShape)),
    caches: new Map(),
    refresh: () => layers.forEach((layer) => layer.refresh()),
    forward,
    backward,
  };
}
