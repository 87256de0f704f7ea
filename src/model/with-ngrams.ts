import type { Ids } from '../core/floats.js';
import type { Layer } from '../layers/layer.js';
import type { Ngrams } from '../layers/ngrams.js';

/** A network whose logits have those of its n-grams added; its state has theirs. */
export function withNgrams(network: Layer<Ids>, ngrams: Ngrams): Layer<Ids> {
  return {
    ...network,
    stateShape: { ...network.stateShape, ...ngrams.stateShape },
    forward(x, state, pass) {
      const logits = network.forward(x, state, pass);
      ngrams.add(x, state, pass, logits);
      return logits;
    },
    backward(dlogits, dState, pass) {
      ngrams.learn(dlogits, pass);
      return network.backward(dlogits, dState, pass);
    },
  };
}
