import { paramsBelow, weightsOf, type Params } from '../core/params.js';
import type { TaskData, Tensor } from '../core/snapshot.js';
import type { Transfer } from '../data/train-data.js';

/**
 * Weights of another network, and the names of the symbols their rows and columns stand for (text/vocabulary.ts,
 * symbolNames).
 */
export interface ForeignWeights {
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly symbols: readonly string[];
  /** Present where it learned from a table: then it can initialize a network of the same task. */
  readonly task?: TaskData | undefined;
}

/**
 * Initializes a network, or the part of one below `prefix`, with a language model's weights. Layers must have the same
 * sizes; vocabularies may differ: what belongs to a symbol both know (its embedding or its column of W_ih, its row of
 * the decoder, its bias) is copied, what belongs to a new symbol or to another kind of input or output stays as it was
 * initialized, and so does the decoder of a network with other outputs (`decoder: false`). The rows of n-grams are those
 * of ids, so they are copied only where all symbols are the same. Returns how many symbols were known. Throws a RangeError that names the tensor when one is missing or has another size.
 */
export function transferWeights(
  from: ForeignWeights,
  params: Params,
  symbols: readonly string[],
  { prefix, decoder }: Transfer = { prefix: '', decoder: true },
): number {
  const old = new Map(from.symbols.map((symbol, id) => [symbol, id]));
  const idOf = symbols.map((symbol) => old.get(symbol) ?? -1);
  const isSame = from.symbols.join('') === symbols.join('');
  const own = paramsBelow(params, prefix);
  for (const { name, shape } of own.table.values()) {
    if (isNew(name) || (!decoder && name.startsWith('decoder.'))) continue;
    if (name === 'ngrams.weight' && !isSame) continue;
    const tensor = from.weights.get(name);
    if (tensor === undefined) throw new RangeError(`tensor ${name} is missing`);
    const axis = symbolAxis(name, own);
    const expected = shape.map((n, i) => (i === axis ? from.symbols.length : n));
    if (tensor.shape.join() !== expected.join()) {
      throw new RangeError(
        `tensor ${name} is [${tensor.shape.join(', ')}], expected [${expected.join(', ')}]`,
      );
    }
    if (axis === -1) weightsOf(own, name).set(tensor.data);
    else copyAlong(axis, tensor, { shape, data: weightsOf(own, name) }, idOf);
  }
  return idOf.filter((id) => id >= 0).length;
}

/** What the rows and columns of a network's weights stand for. */
export interface TableNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly source: readonly string[];
  readonly numbers: readonly string[];
}

/**
 * Initializes a network with one of the same task: what belongs to a symbol, label or column that both have is copied,
 * the rest stays as it was initialized. Throws a RangeError that names the tensor when one is missing or has another
 * size.
 */
export function transferTask(
  from: ReadonlyMap<string, Tensor>,
  params: Params,
  names: { readonly theirs: TableNames; readonly ours: TableNames },
): void {
  for (const { name, shape } of params.table.values()) {
    const tensor = from.get(name);
    if (tensor === undefined) throw new RangeError(`tensor ${name} is missing`);
    const prefix = name.startsWith('source.') ? 'source.' : '';
    const isVector = name === 'condition.weight';
    const axis = isVector ? 1 : symbolAxis(name.slice(prefix.length), paramsBelow(params, prefix));
    const kind = isVector
      ? 'numbers'
      : prefix
        ? 'source'
        : name.startsWith('decoder.')
          ? 'outputs'
          : 'inputs';
    const { [kind]: theirs } = names.theirs;
    const expected = shape.map((n, i) => (i === axis ? theirs.length : n));
    if (tensor.shape.join() !== expected.join())
      throw new RangeError(
        `tensor ${name} is [${tensor.shape.join(', ')}], expected [${expected.join(', ')}]`,
      );
    const into = weightsOf(params, name);
    if (axis === -1) into.set(tensor.data);
    else {
      const ids = new Map(theirs.map((symbol, id) => [symbol, id]));
      const idOf = names.ours[kind].map((symbol) => ids.get(symbol) ?? -1);
      copyAlong(axis, tensor, { shape, data: into }, idOf);
    }
  }
}

/** Whether no language model has such a parameter. */
const isNew = (name: string): boolean => name.startsWith('source.') || name.startsWith('condition.');

/**
 * Initializes the CNN of a network on images with that of another one. Throws a RangeError that names a tensor that
 * does not fit.
 */
export function transferCnn(from: ReadonlyMap<string, Tensor>, params: Params): void {
  for (const { name, shape } of params.table.values()) {
    if (!name.startsWith('cnn.')) continue;
    const tensor = from.get(name);
    if (tensor === undefined) throw new RangeError(`tensor ${name} is missing`);
    if (tensor.shape.join() !== shape.join()) {
      throw new RangeError(`tensor ${name} is [${tensor.shape.join(', ')}], expected [${shape.join(', ')}]`);
    }
    weightsOf(params, name).set(tensor.data);
  }
}

/**
 * Along which axis a tensor has an entry per symbol; −1: none. W_ih of the first layer has one only with one-hot input.
 */
function symbolAxis(name: string, { table }: Params): number {
  if (name === 'encoder.weight' || name === 'ngrams.decoder' || name.startsWith('decoder.')) return 0;
  return name === 'rnn.weight_ih_l0' && !table.has('encoder.weight') ? 1 : -1;
}

/** Copies the rows (axis 0) or columns (axis 1) of the symbols that `idOf` finds in `from`. */
function copyAlong(axis: number, from: Tensor, into: Tensor, idOf: readonly number[]): void {
  const { shape, data } = into;
  const rows = axis === 0 ? 1 : shape[0]!;
  const width = axis === 0 ? (shape[1] ?? 1) : 1;
  const [oldEntries, entries] = [from.shape[axis]!, shape[axis]!];
  for (let row = 0; row < rows; row++) {
    idOf.forEach((id, symbol) => {
      if (id < 0) return;
      const source = (row * oldEntries + id) * width;
      for (let j = 0; j < width; j++) data[(row * entries + symbol) * width + j] = from.data[source + j]!;
    });
  }
}
