import { weightsOf, gradientsOf } from '../../../core/params.js';
import type { ModelConfig } from '../../../core/snapshot.js';
import type { Batch } from '../../../data/batch.js';
import { createLoss } from '../../../model/loss.js';
import { createModel, type LanguageModel } from '../../../model/language-model.js';
import { ngramsOf } from '../../../model/build.js';
import { outputsOf } from '../../../model/shapes.js';
import type { Backend } from '../../forward/subject.js';

/** Gradient × input at each place t·B + b of a batch, and the log p of each row's answers. */
export interface InputGradients {
  readonly inputs: Float32Array;
  /** Those of the source network of an encoder-decoder. */
  readonly source: Float32Array | null;
  /** [B, D], those of the condition vector. */
  readonly condition: Float32Array | null;
  readonly logprobs: Float64Array;
}

/**
 * ∂ log p(answers) / ∂x · x for every input x of a batch (Simonyan, Vedaldi & Zisserman 2013; Denil, Demiraj & de
 * Freitas 2014). A second network has the same weights, and the inputs of a batch as the rows of its embedding, one row
 * for each place:
 *
 *     E [P, D],  E_p = the embedding of x_p, or its one-hot vector;     W v becomes columns of W_ih, and v a part of E_p
 *
 * so that after backward the gradient of E is that of the inputs. Rows do not depend on each other, so that one pass
 * serves all of them. n-grams that are looked up add to the logits; nothing can be derived by which of them it is.
 */
export function createInputGradients(
  model: LanguageModel,
  backend: Backend,
  { T, B }: { readonly T: number; readonly B: number },
): (batch: Batch) => InputGradients {
  const { config } = model;
  const P = T * B;
  const widths = widthsOf(config);
  const expanded = createModel(configOfInputs(config, P), { ...backend, T, B, training: true });
  copyShared(model, expanded, widths);
  const loss = createLoss(backend.kernels, backend.memory, { T, B, V: outputsOf(config) });
  const lookUps =
    config.ngrams &&
    ngramsOf(config, config.ngrams, { ...backend, params: model.params, T, B, training: false });
  const context = { context: backend.memory.floats(B * (config.ngrams ? config.ngrams.order - 1 : 0)) };
  const [state, dState] = [expanded.createState(), expanded.createState()];
  const [x, sourceX] = [expanded.createInput(), expanded.createInput()];
  for (let p = 0; p < P; p++) x[p] = sourceX[p] = p;

  return (batch) => {
    writeInputs(model, expanded, '', batch.x, widths.symbols);
    if (batch.condition) writeCondition(expanded, batch.condition, widths);
    if (batch.source) writeInputs(model, expanded, 'source.', batch.source.x, widths.symbols);
    expanded.refresh();
    for (const values of [...Object.values(state), ...Object.values(dState)]) values.fill(0);
    const source = batch.source && { ...batch.source, x: sourceX };
    const pass = { T: batch.T, starts: batch.starts, source };
    const logits = expanded.forward(x, state, pass);
    context.context.fill(0);
    lookUps?.add(batch.x, context, pass, logits);
    loss.apply(logits, batch, 1);
    expanded.params.gradients.fill(0);
    expanded.backward(logits, dState, pass);
    const products = (name: string, from: number, to: number, rows: number) =>
      timesInput(expanded, name, { width: widths.all, from, to, rows });
    return {
      inputs: products('encoder.weight', 0, widths.symbols, P),
      source: batch.source ? products('source.encoder.weight', 0, widths.symbols, P) : null,
      condition: batch.condition ? partsOfCondition(expanded, widths, B) : null,
      logprobs: logprobsOf(loss.nats, batch),
    };
  };
}

/** Columns of the second network's embedding: those of a symbol, then those of the vector. */
interface Widths {
  readonly symbols: number;
  readonly all: number;
}

function widthsOf({ embedding, vocabulary, sourceVocabulary = 0, condition = 0 }: ModelConfig): Widths {
  const symbols = embedding > 0 ? embedding : Math.max(vocabulary, sourceVocabulary);
  return { symbols, all: symbols + condition };
}

/** The same network on P symbols, one for each place. */
function configOfInputs(config: ModelConfig, P: number): ModelConfig {
  const { condition: _, ngrams: __, sourceVocabulary, ...rest } = config;
  return {
    ...rest,
    vocabulary: P,
    outputs: outputsOf(config),
    embedding: widthsOf(config).all,
    dropout: 0,
    ...(sourceVocabulary !== undefined && { sourceVocabulary: P }),
  };
}

/** All weights but the embeddings; W_ih of the first layer gets as many columns as the new embedding has. */
function copyShared({ params }: LanguageModel, expanded: LanguageModel, { symbols, all }: Widths): void {
  for (const { name, shape } of expanded.params.table.values()) {
    if (name.endsWith('encoder.weight')) continue;
    const [from, to] = [weightsOf(params, name), weightsOf(expanded.params, name)];
    if (!name.endsWith('weight_ih_l0')) {
      to.set(from);
      continue;
    }
    copyColumns(from, to, { rows: shape[0]!, width: all, at: 0 });
    if (name.startsWith('rnn.') && params.table.has('condition.weight')) {
      copyColumns(weightsOf(params, 'condition.weight'), to, { rows: shape[0]!, width: all, at: symbols });
    }
  }
}

/** A matrix [rows, n] as columns at ... at + n of one that is `width` wide. */
function copyColumns(
  from: ArrayLike<number>,
  to: { [index: number]: number },
  { rows, width, at }: { rows: number; width: number; at: number },
): void {
  const n = from.length / rows;
  for (let r = 0; r < rows; r++) for (let j = 0; j < n; j++) to[r * width + at + j] = from[r * n + j]!;
}

/** E_p: the embedding of the symbol at place p, or its one-hot vector; zeros in the columns of the vector. */
function writeInputs(
  { params, config }: LanguageModel,
  expanded: LanguageModel,
  prefix: '' | 'source.',
  ids: ArrayLike<number>,
  D: number,
): void {
  const E = weightsOf(expanded.params, `${prefix}encoder.weight`);
  const width = expanded.config.embedding;
  const own = config.embedding > 0 ? weightsOf(params, `${prefix}encoder.weight`) : null;
  E.fill(0);
  for (let p = 0; p < ids.length; p++) {
    if (own) E.set(own.subarray(ids[p]! * D, (ids[p]! + 1) * D), p * width);
    else E[p * width + ids[p]!] = 1;
  }
}

/** The vector v of row b is part of its input at step 0, place b. */
function writeCondition(expanded: LanguageModel, v: ArrayLike<number>, { symbols, all }: Widths): void {
  const E = weightsOf(expanded.params, 'encoder.weight');
  const D = all - symbols;
  for (let i = 0; i < v.length; i++) E[Math.floor(i / D) * all + symbols + (i % D)] = v[i]!;
}

/** Σ −∂L/∂E_p · E_p over columns [from, to) of each of the first rows: L is −log p. */
function timesInput(
  { params }: LanguageModel,
  name: string,
  { width, from, to, rows }: { width: number; from: number; to: number; rows: number },
): Float32Array {
  const [E, dE] = [weightsOf(params, name), gradientsOf(params, name)];
  return Float32Array.from({ length: rows }, (_, p) => {
    let sum = 0;
    for (let j = p * width + from; j < p * width + to; j++) sum -= E[j]! * dE[j]!;
    return sum;
  });
}

/** For each number of the vector. */
function partsOfCondition(expanded: LanguageModel, { symbols, all }: Widths, B: number): Float32Array {
  const D = all - symbols;
  const columns = Array.from({ length: D }, (_, d) =>
    timesInput(expanded, 'encoder.weight', { width: all, from: symbols + d, to: symbols + d + 1, rows: B }),
  );
  return Float32Array.from({ length: B * D }, (_, i) => columns[i % D]![Math.floor(i / D)]!);
}

function logprobsOf(nats: ArrayLike<number>, { mask, T, B, rows }: Batch): Float64Array {
  return Float64Array.from({ length: rows }, (_, b) => {
    let sum = 0;
    for (let at = b; at < T * B; at += B) sum -= mask[at]! * nats[at]!;
    return sum;
  });
}
