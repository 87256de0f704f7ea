import { kneserNey, kneserNeyBytes } from '../ngram/kneser-ney.js';
import type { IdSource } from '../text/id-source.js';

/** The longest context of the baseline, as in the 2015 paper. */
export const MAX_CONTEXT = 20;

/** Memory limit of the baseline: about 50 million characters of training text. */
export const MEMORY_CAP = 1024 ** 3;

/** The losses of the n-gram models of every length of context on a text. */
export interface Baseline {
  /** Mean nats per character under `context` characters of context. */
  readonly levels: readonly { readonly context: number; readonly loss: number }[];
  /**
   * Characters of the training text that were counted (fewer than it has where the memory limit was reached), and its
   * length.
   */
  readonly trained: number;
  readonly available: number;
  readonly characters: number;
}

export interface BaselineOptions {
  /** V. */
  readonly symbols: number;
  readonly maxContext?: number;
  readonly memoryCap?: number;
  /** The first symbol of the test text that counts; 1 leaves out the first one, which a network cannot predict. */
  readonly first?: number;
  /** Receives, chunk by chunk and level by level, the probability of every symbol of the test text from `from` on. */
  readonly each?: (from: number, context: number, probabilities: Float64Array) => void;
  /** Awaited after every level, with the fraction of the work that is done; may throw to stop. */
  readonly pause?: (share: number) => Promise<void>;
  /** Called every few milliseconds; may throw to stop. */
  readonly check?: () => void;
}

/**
 * Trains and evaluates all n-gram models within `memoryCap` bytes. Where the training text is too long for three
 * quarters of that, its last characters are used, as many as fit. A test text too long for the rest is evaluated in
 * chunks, each with its context from the chunk before: slower, with the same result.
 */
export async function measureBaseline(
  train: IdSource,
  test: IdSource,
  options: BaselineOptions,
): Promise<Baseline> {
  const { symbols, maxContext = MAX_CONTEXT, memoryCap = MEMORY_CAP, first = 0 } = options;
  const trained = Math.min(train.length, Math.floor((0.75 * memoryCap) / kneserNeyBytes(1, 0)));
  const room = memoryCap - kneserNeyBytes(trained, 0);
  const chunk = Math.max(1, Math.floor(room / kneserNeyBytes(0, 1)));
  const trainIds = readIds(train, train.length - trained, train.length);
  const nats = new Float64Array(maxContext + 1);
  for (let from = 0; from < test.length; from += chunk) {
    const ids = readIds(test, from, Math.min(test.length, from + chunk));
    const before = readIds(test, Math.max(0, from - maxContext), from);
    for (const { context, probabilities } of kneserNey(trainIds, ids, {
      symbols,
      maxContext,
      before,
      check: options.check,
    })) {
      await options.pause?.((from + (ids.length * (context + 1)) / (maxContext + 1)) / test.length);
      options.each?.(from, context, probabilities);
      for (let i = Math.max(0, first - from); i < ids.length; i++)
        nats[context]! -= Math.log(probabilities[i]!);
    }
  }
  const characters = Math.max(0, test.length - first);
  const levels = Array.from(nats, (sum, context) => ({ context, loss: sum / characters }));
  return { levels, trained, available: train.length, characters };
}

/** The level with the lowest loss. */
export function bestLevel({ levels }: Pick<Baseline, 'levels'>): Baseline['levels'][number] {
  return levels.reduce((best, level) => (level.loss < best.loss ? level : best));
}

/** Two bytes per id: vocabularies have at most 65,536 symbols. */
function readIds(source: IdSource, from: number, to: number): Uint16Array {
  const ids = new Uint16Array(to - from);
  const block = new Int32Array(65536);
  for (let at = from; at < to; at += block.length) {
    const part = block.subarray(0, Math.min(block.length, to - at));
    source.read(at, part);
    ids.set(part, at - from);
  }
  return ids;
}
