import type { Check } from '../core/check.js';
import type { Memory } from '../core/memory.js';
import type { Snapshot } from '../core/snapshot.js';
import type { Kernels } from '../kernels/kernels.js';
import { modelFromSnapshot } from '../model/language-model.js';
import { readText, type Stretch } from '../model/read-text.js';
import type { CountTable } from '../ngram/count-table.js';
import { fitMixture, mixtureLoss, type Places, type Predictions } from '../ngram/fit-mixture.js';
import { usualMixture, type Mixture } from '../ngram/mixture.js';
import { createPredictor } from '../ngram/predict.js';
import { withCounts } from '../sample/with-counts.js';
import type { IdSource } from '../text/id-source.js';
import { planPieces } from './pieces.js';

/** How counts are mixed with a network, and what that gains, in mean nats per character of the text used. */
export interface FittedCounts {
  readonly mixture: Mixture;
  /** Of the mixture fitted on one half of the text and measured on the other, both ways. */
  readonly loss: number;
  readonly network: number;
  readonly counts: number;
  /** Characters predicted. */
  readonly characters: number;
}

export interface FitSetup {
  readonly kernels: Kernels;
  readonly memory: Memory;
  /** The most numbers of each kind that are kept. */
  readonly mostNumbers?: number;
  /** Awaited after every window, with the fraction that is read; may throw to stop. */
  readonly pause?: (share: number) => Promise<void>;
  /** Called every few milliseconds; may throw to stop. */
  readonly check?: Check;
}

/** The most numbers of each kind that are kept: 64 MB. */
const MOST_NUMBERS = 2 ** 24;
/** Stretches of a text that is too long to be used whole, and the characters that warm up each. */
const STRETCHES = 64;
const WARM_UP = 256;
const T = 64;

/**
 * Fits the mixture of a network with counts on a text that neither has learned from. Of a long text, stretches spread
 * over it are used.
 */
export async function fitCounts(
  snapshot: Snapshot,
  table: CountTable,
  source: IdSource,
  setup: FitSetup,
): Promise<FittedCounts> {
  const V = table.symbols;
  const stretches = planStretches(source.length, Math.floor((setup.mostNumbers ?? MOST_NUMBERS) / V));
  const B = Math.min(stretches.length, 32);
  const network = modelFromSnapshot(snapshot, { ...setup, T, B, training: false });
  const model = withCounts(network, { predictor: createPredictor(table), mixture: usualMixture });
  const begins = startsOf(stretches);
  const N = begins.at(-1)!;
  const predictions: Predictions = {
    V,
    logits: new Float32Array(N * V),
    logCounts: new Float32Array(N * V),
    logShares: new Float32Array(N),
    targets: new Int32Array(N),
  };
  let filled = 0;
  for (const { places, positions, first, next } of readText(model, source, stretches)) {
    const { data } = model.network();
    places.forEach((place, i) => {
      const s = first + (place % B);
      const n = begins[s]! + positions[i]! - stretches[s]!.from;
      predictions.logits.set(data.subarray(place * V, (place + 1) * V), n * V);
      predictions.logCounts.set(model.logCounts.subarray(place * V, (place + 1) * V), n * V);
      predictions.logShares[n] = model.logShares[place]!;
      predictions.targets[n] = next[place]!;
    });
    await setup.pause?.((filled += places.length) / N);
  }
  return fitBothWays(predictions, N, setup.check);
}

function fitBothWays(predictions: Predictions, N: number, check?: Check): FittedCounts {
  const half = Math.floor(N / 2);
  const [first, second, all] = [
    { from: 0, to: half, check },
    { from: half, to: N, check },
    { from: 0, to: N, check },
  ] as const;
  const nats = (places: Places, mixture: Mixture) =>
    places.to > places.from ? mixtureLoss(predictions, places, mixture) * (places.to - places.from) : 0;
  return {
    mixture: fitMixture(predictions, all),
    loss: (nats(second, fitMixture(predictions, first)) + nats(first, fitMixture(predictions, second))) / N,
    network: nats(all, { network: [1, 0], counts: [0, 0] }) / N,
    counts: nats(all, { network: [0, 0], counts: [1, 0] }) / N,
    characters: N,
  };
}

/** The whole text as `eval` reads it, or as many characters of it as are allowed. */
function planStretches(symbols: number, most: number): Stretch[] {
  if (symbols - 1 <= most) return planPieces(symbols);
  const length = Math.max(1, Math.floor(most / STRETCHES));
  return Array.from({ length: STRETCHES }, (_, i) => {
    const from = Math.floor((i * (symbols - 1 - length)) / (STRETCHES - 1));
    return { begin: Math.max(0, from - WARM_UP), from, to: from + length };
  });
}

/** The place at which each stretch begins when they stand one after the other, and the end of the last. */
function startsOf(stretches: readonly Stretch[]): number[] {
  const starts = [0];
  for (const { from, to } of stretches) starts.push(starts.at(-1)! + to - from);
  return starts;
}
