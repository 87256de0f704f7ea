import type { Ids } from '../core/floats.js';
import type { Layer, LayerSetup } from '../layers/layer.js';
import type { Sequence } from '../core/sequence.js';
import type { ModelConfig } from '../core/snapshot.js';
import { dropout } from '../layers/dropout.js';
import { embedding } from '../layers/embedding.js';
import { gru } from '../layers/gru.js';
import { linear, type LinearNames } from '../layers/linear.js';
import { lstm } from '../layers/lstm.js';
import { rnn } from '../layers/rnn.js';
import { gatesOf, inputSize, outputsOf } from './shapes.js';

/** The parts of a network of characters, bottom to top: recurrent layers with dropout between them, and a decoder. */
export interface Parts {
  readonly first: Layer<Ids>;
  /** Everything above the first recurrent layer, decoder included. */
  readonly rest: readonly Layer<Sequence>[];
  /** The recurrent layers alone, bottom to top. */
  readonly recurrent: readonly Pick<Layer<never>, 'outputSize' | 'stateShape' | 'caches'>[];
}

/** Builds the layers that `config` describes. The only place that knows the cells by name. */
export function buildLayers(config: ModelConfig, setup: LayerSetup): Parts {
  const { hidden: H, layers: L, vocabulary: V } = config;
  const N = gatesOf[config.cell] * H;
  const symbols = embedding(
    { ...inputNames(config, 0), embedding: config.embedding > 0 ? 'encoder.weight' : null },
    { V, D: inputSize(config), N },
    setup,
  );
  const first = cell(config, symbols, 0, setup);
  const recurrent: Parts['recurrent'][number][] = [first];
  const rest: Layer<Sequence>[] = [];
  for (let k = 1; k < L; k++) {
    if (config.dropout > 0) rest.push(dropout(config.dropout, H, saltOf(k), setup));
    const layer = cell(config, linear(inputNames(config, k), H, N, setup), k, setup);
    recurrent.push(layer);
    rest.push(layer);
  }
  if (config.dropout > 0) rest.push(dropout(config.dropout, H, saltOf(L), setup));
  rest.push(linear({ weight: 'decoder.weight', biases: ['decoder.bias'] }, H, outputsOf(config), setup));
  return { first, rest, recurrent };
}

function cell<Input>(config: ModelConfig, input: Layer<Input>, k: number, setup: LayerSetup): Layer<Input> {
  switch (config.cell) {
    case 'rnn':
      return rnn(input, k, setup);
    case 'lstm':
      return lstm(input, k, setup);
    case 'gru':
      return gru(input, k, config.recurrentBias, setup);
  }
}

/** The GRU multiplies its recurrent bias by r; the other cells just add both biases. */
function inputNames(config: ModelConfig, k: number): LinearNames {
  const both = config.recurrentBias && config.cell !== 'gru';
  return {
    weight: `rnn.weight_ih_l${k}`,
    biases: both ? [`rnn.bias_ih_l${k}`, `rnn.bias_hh_l${k}`] : [`rnn.bias_ih_l${k}`],
  };
}

/** Spreads the dropout layers' numbers over all 32 bits (the golden ratio, as in Knuth's multiplicative hash). */
function saltOf(k: number): number {
  return Math.imul(k, 0x9e3779b1);
}
