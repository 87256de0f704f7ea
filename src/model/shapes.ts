import { countParams, layoutParams, type ParamShape } from '../core/params.js';
import type { ModelConfig, SeriesConfig } from '../core/snapshot.js';
import { parameterName, stateName } from '../layers/cell.js';
import { cellNamed } from '../layers/cells.js';
import { cnnShapes, imageShapes, imageStateWidths } from './image-shapes.js';

/** What the decoder chooses from: the classes of `outputs`, else the symbols. */
export function outputsOf(config: Pick<ModelConfig, 'outputs' | 'vocabulary'>): number {
  return config.outputs ?? config.vocabulary;
}

/** What the first layer sees: the numbers of a step, the embedding, or all V symbols as one-hot vectors. */
export function inputSize(config: ModelConfig): number {
  if (config.series) return seriesWidth(config.series);
  return config.embedding > 0 ? config.embedding : config.vocabulary;
}

/** Numbers that are read at a step of a series: a column is one, a field of the calendar two. */
export const seriesWidth = ({ inputs, calendar }: SeriesConfig): number =>
  inputs.length + 2 * calendar.length;

/**
 * Names and shapes of all parameters, those of a PyTorch state_dict: `encoder.weight` [V,E] with an embedding;
 * for each layer k what its cell has, `rnn.weight_ih_l{k}` [G·H,D] and so on; `decoder.weight` [O,H], `decoder.bias`
 * [O] for O outputs (V unless the task says otherwise). A network with a condition of D numbers has `condition.weight`
 * [G·H,D], one for captions a CNN besides, whose features are the condition; an encoder-decoder has the parameters of its
 * source network under `source.`, and one that looks up n-grams has `ngrams.weight` [R,E] and `ngrams.decoder` [O,E].
 */
export function modelShapes(config: ModelConfig): ParamShape[] {
  const { images } = config;
  if (images && !readsSymbols(config)) return imageShapes(config, images);
  const outputs = outputsOf(config);
  return [
    ...(images ? cnnShapes(images) : []),
    ...sourceShapes(config),
    ...cellShapes(config),
    ...ngramShapes(config),
    { name: 'decoder.weight', shape: [outputs, config.hidden] },
    { name: 'decoder.bias', shape: [outputs] },
  ];
}

/** The table of n-grams, and what decodes its rows. */
function ngramShapes({ ngrams, ...config }: ModelConfig): ParamShape[] {
  if (ngrams === undefined) return [];
  return [
    { name: 'ngrams.weight', shape: [ngrams.rows, ngrams.size] },
    { name: 'ngrams.decoder', shape: [outputsOf(config), ngrams.size] },
  ];
}

/** Whether the network reads symbols, and not images step by step. */
export const readsSymbols = ({ images }: Pick<ModelConfig, 'images'>): boolean =>
  images === undefined || images.network === 'captions';

/** The parameters of the source network, `source.encoder.weight`, `source.rnn.weight_ih_l0` and so on. */
function sourceShapes(config: ModelConfig): ParamShape[] {
  const source = sourceConfig(config);
  if (source === null) return [];
  return cellShapes(source).map(({ name, shape }) => ({ name: `source.${name}`, shape }));
}

/** What the source network of an encoder-decoder is by itself; null where there is none. */
export function sourceConfig(config: ModelConfig): ModelConfig | null {
  const { sourceVocabulary, condition: _, ...rest } = config;
  return sourceVocabulary === undefined ? null : { ...rest, vocabulary: sourceVocabulary };
}

/** The parameters of the recurrent layers and what is below them. */
function cellShapes(config: ModelConfig): ParamShape[] {
  const { hidden: H, layers, embedding: E, vocabulary: V, recurrentBias } = config;
  const cell = cellNamed(config.cell);
  const shapes: ParamShape[] = [];
  if (E > 0) shapes.push({ name: 'encoder.weight', shape: [V, E] });
  for (let k = 0; k < layers; k++) {
    const D = k === 0 ? inputSize(config) : H;
    for (const [name, shape] of Object.entries(cell.parameters(D, H))) {
      if (name === 'bias_hh' && !recurrentBias) continue;
      shapes.push({ name: parameterName(name, k), shape });
    }
  }
  const condition = config.condition ?? config.images?.features;
  if (condition !== undefined) {
    shapes.push({ name: 'condition.weight', shape: [cell.gates.length * H, condition] });
  }
  return shapes;
}

/** Names and widths of the state that is carried from window to window: h_l{k}, and what else the cell has, [B,H] each. */
export function stateWidths(config: ModelConfig): Record<string, number> {
  if (config.images && !readsSymbols(config)) return imageStateWidths(config, config.images);
  const { cell, hidden, layers, ngrams } = config;
  const { states } = cellNamed(cell);
  const names = Array.from({ length: layers }, (_, k) => states.map((state) => stateName(state, k)));
  const widths = Object.fromEntries(names.flat().map((name) => [name, hidden]));
  return ngrams ? { ...widths, context: ngrams.order - 1 } : widths;
}

/** Number of parameters of a model. */
export const parametersOf = (config: ModelConfig): number => countParams(layoutParams(modelShapes(config)));
