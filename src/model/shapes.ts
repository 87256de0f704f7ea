import type { ParamShape } from '../core/params.js';
import type { ModelConfig } from '../core/snapshot.js';

/** G: how many gates lie side by side in a cell's weights. */
export const gatesOf = { rnn: 1, gru: 3, lstm: 4 } as const;

/** What the decoder chooses from: the classes of `outputs`, else the symbols. */
export function outputsOf(config: ModelConfig): number {
  return config.outputs ?? config.vocabulary;
}

/** What the first layer sees: the embedding, or all V symbols as one-hot vectors. */
export function inputSize(config: ModelConfig): number {
  return config.embedding > 0 ? config.embedding : config.vocabulary;
}

/**
 * Names and shapes of all parameters, those of a PyTorch state_dict: `encoder.weight` [V,E] with an embedding;
 * for each layer k `rnn.weight_ih_l{k}` [G·H,D], `rnn.weight_hh_l{k}` [G·H,H], `rnn.bias_ih_l{k}` [G·H] and, with a
 * recurrent bias, `rnn.bias_hh_l{k}` [G·H]; `decoder.weight` [O,H], `decoder.bias` [O] for O outputs (V unless the task says otherwise).
 */
export function modelShapes(config: ModelConfig): ParamShape[] {
  const { cell, hidden: H, layers, embedding: E, vocabulary: V } = config;
  const GH = gatesOf[cell] * H;
  const outputs = outputsOf(config);
  const shapes: ParamShape[] = [];
  if (E > 0) shapes.push({ name: 'encoder.weight', shape: [V, E] });
  for (let k = 0; k < layers; k++) {
    shapes.push({ name: `rnn.weight_ih_l${k}`, shape: [GH, k === 0 ? inputSize(config) : H] });
    shapes.push({ name: `rnn.weight_hh_l${k}`, shape: [GH, H] });
    shapes.push({ name: `rnn.bias_ih_l${k}`, shape: [GH] });
    if (config.recurrentBias) shapes.push({ name: `rnn.bias_hh_l${k}`, shape: [GH] });
  }
  shapes.push({ name: 'decoder.weight', shape: [outputs, H] });
  shapes.push({ name: 'decoder.bias', shape: [outputs] });
  return shapes;
}

/** Names and widths of the state that is carried from window to window: h_l{k} and, for an LSTM, c_l{k}, [B,H] each. */
export function stateWidths({ cell, hidden, layers }: ModelConfig): Record<string, number> {
  const names = Array.from({ length: layers }, (_, k) =>
    cell === 'lstm' ? [`h_l${k}`, `c_l${k}`] : [`h_l${k}`],
  );
  return Object.fromEntries(names.flat().map((name) => [name, hidden]));
}
