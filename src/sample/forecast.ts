import type { Floats } from '../core/floats.js';
import type { Memory } from '../core/memory.js';
import { createRng, type Rng } from '../core/rng.js';
import type { SeriesConfig, Snapshot } from '../core/snapshot.js';
import type { NumberRows } from '../data/number-rows.js';
import type { Kernels } from '../kernels/kernels.js';
import type { State } from '../layers/layer.js';
import { modelFromSnapshot } from '../model/language-model.js';
import { deviationOf } from '../model/number-loss.js';
import { seriesWidth } from '../model/shapes.js';
import { independentRows } from './precision.js';

/** The normal distribution of each target, standardized. */
export interface Normals {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/** A network that reads a series and then continues it. */
export interface Forecaster {
  /** Rows that are read at once. */
  readonly window: number;
  /** Forgets what was read. */
  reset(): void;
  /** Reads rows from ... to − 1; `each` receives what is predicted after each of them, until its next call. */
  read(rows: NumberRows, from: number, to: number, each?: (row: number, predicted: Normals) => void): void;
  /** Possible futures after the row that was read last, which is not forgotten: see `Futures`. */
  continue(how: FutureOptions): Futures;
}

export interface FutureOptions {
  /** What is read at each of the steps but the last, [steps, D]: targets in it are replaced by what is drawn. */
  readonly inputs: Floats;
  readonly steps: number;
  readonly paths: number;
  /** The generator of path number n. */
  readonly rng: (path: number) => Rng;
  /** Called between steps. */
  readonly check?: (() => void) | undefined;
}

/** Target k of path p at step h, standardized, is at [(h·K + k)·paths + p]. */
export type Futures = Float64Array;

/** Paths that are drawn side by side, and rows that are read at once. */
const [MOST_ROWS, WINDOW] = [256, 64] as const;
/** With `mse`, the share of the rows read so far whose errors count: the first ones warm the network up. */
const LEAST_ERRORS = 8;

/**
 * A network that forecasts. Each path of a future feeds what was drawn back, as sampling does; a path is the same
 * whatever others are drawn beside it. A network of means alone draws with the deviation of its own errors so far.
 */
export function createForecaster(
  snapshot: Snapshot,
  { kernels, memory }: { readonly kernels: Kernels; readonly memory: Memory },
): Forecaster {
  const config = snapshot.model.series!;
  const D = seriesWidth(config);
  const K = config.targets.length;
  const independent = independentRows(kernels);
  const data = memory.floats(WINDOW * D);
  const setup = { kernels: independent, memory, training: false };
  const reader = modelFromSnapshot(snapshot, { ...setup, T: WINDOW, B: 1, indexed: { data } });
  const state = reader.createState();
  const x = reader.createInput();
  for (let t = 0; t < WINDOW; t++) x[t] = t;
  const predicted = createNormals(config);
  const errors = createErrors(K);
  const answer = memory.floats(K);
  let writers: ReturnType<typeof createWriters> | undefined;

  return {
    window: WINDOW,
    reset() {
      for (const values of Object.values(state)) values.fill(0);
      errors.reset();
    },
    read(rows, from, to, each) {
      const isMean = config.loss === 'mse';
      for (let first = from; first < to; first += WINDOW) {
        const T = Math.min(WINDOW, to - first);
        for (let t = 0; t < T; t++) rows.readInputs(first + t, data.subarray(t * D, (t + 1) * D));
        const outputs = reader.forward(x, state, { T });
        for (let t = 0; t < T; t++) {
          if (isMean && errors.isPending()) {
            rows.readTargets(first + t, answer);
            errors.add(predicted.normals.means, answer);
          }
          predicted.set(outputs.step[t]!, 0, errors.deviations());
          errors.predict();
          each?.(first + t, predicted.normals);
        }
      }
    },
    continue(how) {
      writers ??= createWriters(snapshot, setup, Math.min(MOST_ROWS, how.paths));
      const futures = new Float64Array(how.steps * K * how.paths);
      for (let first = 0; first < how.paths; first += writers.B) {
        writers.draw({ state, normals: predicted.normals, errors: errors.deviations() }, how, first, futures);
      }
      return futures;
    },
  };
}

/** Draws B paths side by side. */
function createWriters(
  snapshot: Snapshot,
  setup: { readonly kernels: Kernels; readonly memory: Memory; readonly training: boolean },
  B: number,
) {
  const config = snapshot.model.series!;
  const { inputs, targets } = config;
  const D = seriesWidth(config);
  const K = targets.length;
  const data = setup.memory.floats(B * D);
  const model = modelFromSnapshot(snapshot, { ...setup, T: 1, B, indexed: { data } });
  const state = model.createState();
  const x = model.createInput();
  for (let b = 0; b < B; b++) x[b] = b;
  const fed = targets.map(({ name }) => inputs.findIndex((column) => column.name === name));
  const own = createNormals(config);

  function draw(
    from: { readonly state: State; readonly normals: Normals; readonly errors: Float64Array },
    { inputs, steps, paths, rng, check }: FutureOptions,
    first: number,
    futures: Futures,
  ): void {
    const count = Math.min(B, paths - first);
    const rngs = Array.from({ length: count }, (_, b) => rng(first + b));
    for (const [name, values] of Object.entries(state)) {
      const one = from.state[name]!;
      for (let b = 0; b < B; b++) values.set(one, b * one.length);
    }
    let outputs: Floats | undefined;
    for (let h = 0; h < steps; h++) {
      check?.();
      for (let b = 0; b < count; b++) {
        if (outputs) own.set(outputs, b, from.errors);
        const { means, deviations } = outputs ? own.normals : from.normals;
        data.set(inputs.subarray(h * D, (h + 1) * D), b * D);
        for (let k = 0; k < K; k++) {
          const value = means[k]! + deviations[k]! * rngs[b]!.normal();
          futures[(h * K + k) * paths + first + b] = value;
          if (fed[k]! >= 0) data[b * D + fed[k]!] = value;
        }
      }
      if (h + 1 < steps) outputs = model.forward(x, state, { T: 1 }).step[0]!;
    }
  }

  return { B, draw };
}

/** The outputs of a network as distributions. */
function createNormals({ targets, loss }: SeriesConfig) {
  const K = targets.length;
  const normals = { means: new Float64Array(K), deviations: new Float64Array(K) };
  const width = loss === 'gaussian' ? 2 * K : K;
  return {
    normals,
    /** `errors`: the deviations, where the network predicts none. */
    set(outputs: Floats, row: number, errors: Float64Array): void {
      for (let k = 0; k < K; k++) {
        normals.means[k] = outputs[row * width + k]!;
        normals.deviations[k] = loss === 'gaussian' ? deviationOf(outputs[row * width + K + k]!) : errors[k]!;
      }
    },
  };
}

/** The root of the mean squared error of the predictions so far, without the first ones where there are enough. */
function createErrors(K: number) {
  const squares = new Float64Array(K);
  const roots = new Float64Array(K).fill(1);
  let count = 0;
  let isPending = false;
  return {
    reset() {
      squares.fill(0);
      roots.fill(1);
      count = 0;
      isPending = false;
    },
    isPending: () => isPending,
    predict: () => void (isPending = true),
    add(means: Float64Array, answer: Floats): void {
      count += 1;
      if (count === LEAST_ERRORS + 1) squares.fill(0);
      const counted = count > LEAST_ERRORS ? count - LEAST_ERRORS : count;
      for (let k = 0; k < K; k++) {
        squares[k]! += (answer[k]! - means[k]!) ** 2;
        roots[k] = Math.sqrt(squares[k]! / counted);
      }
    },
    deviations: () => roots,
  };
}

/** The usual generators of paths: those of a seed, numbered. */
export const pathRng =
  (seed: number, first = 0): FutureOptions['rng'] =>
  (path) =>
    createRng(seed, first + path);

/**
 * Futures in the units of the file, in place. `last`: the last known value of each target, to which changes are added.
 */
export function inUnits(
  futures: Futures,
  {
    config: { targets, difference },
    steps,
    paths,
    last,
  }: {
    readonly config: SeriesConfig;
    readonly steps: number;
    readonly paths: number;
    readonly last: readonly number[];
  },
): void {
  const K = targets.length;
  targets.forEach(({ mean, deviation }, k) => {
    for (let p = 0; p < paths; p++) {
      let level = last[k]!;
      for (let h = 0; h < steps; h++) {
        const at = (h * K + k) * paths + p;
        level = (difference ? level : 0) + mean + deviation * futures[at]!;
        futures[at] = level;
      }
    }
  });
}
