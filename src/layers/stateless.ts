import type { Layer } from './layer.js';

/** A layer without state, parameters of its own or caches to watch, unless `layer` says otherwise. */
export function stateless<Input>(
  layer: Pick<Layer<Input>, 'outputSize' | 'output' | 'forward' | 'backward'> & Partial<Layer<Input>>,
): Layer<Input> {
  return { stateShape: {}, caches: {}, refresh: () => undefined, ...layer };
}
