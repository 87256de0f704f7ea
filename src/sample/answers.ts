import type { Floats, Ids } from '../core/floats.js';
import type { Memory } from '../core/memory.js';
import type { Rng } from '../core/rng.js';
import type { Snapshot } from '../core/snapshot.js';
import type { State } from '../layers/layer.js';
import type { Kernels } from '../kernels/kernels.js';
import { createModel, modelFromSnapshot, type LanguageModel } from '../model/language-model.js';
import { outputsOf } from '../model/shapes.js';
import { alignRows } from './aligned.js';
import { createModelBeam } from './beam-model.js';
import { createChooser, type Choice } from './choice.js';

/** Steps of a window and batch rows that sources are read with. */
const STEPS = 32;
const ROWS = 32;

/** What a model of a task answers. Its rows do not depend on each other. */
export interface Answerer {
  readonly model: LanguageModel;
  /** How many sources may be given at once. */
  readonly rows: number;
  /** classify: log p of every label, for each source. */
  labels(sources: readonly Ids[]): Float64Array[];
  /** tag: the likeliest tag of every symbol, and its log p. */
  tags(sources: readonly Ids[]): Written[];
  /** translate, generate: the target that is written, one for each source, label or vector. */
  targets(sources: readonly Source[], options: WriteOptions): Written[];
  /** translate, generate: the most probable targets that a beam search finds for each source, the best first. */
  beams(sources: readonly Source[], length: number): Written[][];
}

/** How targets are written. */
export interface WriteOptions extends Choice {
  /** The most symbols of one. */
  readonly length: number;
  /** One for each source, so that what is drawn for one does not depend on the others. */
  readonly rngs: readonly Rng[];
}

/** What a target is written from: symbols, a label, or numbers (scaled). */
export interface Source {
  readonly ids?: Ids;
  readonly label?: number;
  readonly vector?: Float32Array;
}

export interface Written {
  readonly ids: readonly number[];
  /** Σ log p of its symbols, the end mark included, in nats. */
  readonly logprob: number;
}

/** Opens the model of a task for answering. */
export function createAnswerer(
  snapshot: Snapshot,
  setup: { readonly kernels: Kernels; readonly memory: Memory },
  { beam }: { readonly beam?: number | undefined } = {},
): Answerer {
  const task = snapshot.task!;
  const [T, B] = [STEPS, ROWS];
  const model = modelFromSnapshot(snapshot, { ...setup, T, B, training: false });
  const O = outputsOf(model.config);
  const V = task.target.length;
  const x = model.createInput();
  const sourceX = model.createInput();
  const starts = setup.memory.ids(B);
  const state = model.createState();
  const vectors: Floats = setup.memory.floats(B * Math.max(1, model.config.condition ?? 0));
  const clear = () => Object.values(state).forEach((values) => values.fill(0));

  function labels(sources: readonly Ids[]): Float64Array[] {
    clear();
    let last: ArrayLike<number> = [];
    for (const steps of alignRows(sources, { x, starts, T, B })) {
      last = model.forward(x, state, { T: steps, starts }).step[steps - 1]!;
    }
    return sources.map((_, b) => logSoftmax(last, b * O, O));
  }

  function tags(sources: readonly Ids[]): Written[] {
    clear();
    const { delay } = task;
    const written = sources.map(() => ({ ids: [] as number[], logprob: 0 }));
    const length = delay + sources.reduce((most, source) => Math.max(most, source.length), 0);
    for (let from = 0; from < length; from += T) {
      const steps = Math.min(T, length - from);
      for (let t = 0; t < steps; t++)
        for (let b = 0; b < B; b++)
          x[t * B + b] = sources[b]?.[from + t] ?? (delay > 0 ? task.source.length : 0);
      const logits = model.forward(x, state, { T: steps });
      for (let t = Math.max(0, delay - from); t < steps; t++) {
        sources.forEach((source, b) => {
          if (from + t - delay >= source.length) return;
          const p = logSoftmax(logits.step[t]!, b * O, O);
          const best = indexOfMax(p);
          written[b]!.ids.push(best);
          written[b]!.logprob += p[best]!;
        });
      }
    }
    return written;
  }

  /** Leaves the state that sources lead to; returns the first inputs. */
  function begin(sources: readonly Source[]): number[] {
    clear();
    if (task.name === 'translate')
      encode(
        sources.map(({ ids }) => ids!),
        state,
      );
    sources.forEach(({ vector }, b) => vector && vectors.set(vector, b * vector.length));
    return sources.map(({ label }) => V + (label ?? 0));
  }

  function encode(sources: readonly Ids[], into: State): void {
    const rows = task.reverse ? sources.map((ids) => ids.toReversed()) : sources;
    for (const steps of alignRows(rows, { x: sourceX, starts, T, B })) {
      model.forward(x, into, { T: 0, source: { x: sourceX, T: steps, starts } });
    }
  }

  function targets(sources: readonly Source[], { length, rngs, ...choice }: WriteOptions): Written[] {
    const choose = createChooser(O, choice);
    const written = sources.map(() => ({ ids: [] as number[], logprob: 0, ended: false }));
    begin(sources).forEach((id, b) => (x[b] = id));
    for (let n = 0; n < length && written.some(({ ended }) => !ended); n++) {
      const condition = n === 0 && model.config.condition ? vectors : undefined;
      const logits = model.forward(x, state, { T: 1, condition }).step[0]!;
      written.forEach((row, b) => {
        if (row.ended) return;
        const { id, logprob } = choose(logits.subarray(b * O, (b + 1) * O), rngs[b]!);
        row.logprob += logprob;
        if (id === V) row.ended = true;
        else row.ids.push((x[b] = id));
      });
    }
    return written;
  }

  const beamModel =
    beam === undefined
      ? undefined
      : createModel(model.config, { ...setup, params: model.params, T: 1, B: beam, training: false });
  beamModel?.refresh();
  const search = beamModel && createModelBeam(beamModel);

  function beams(sources: readonly Source[], length: number): Written[][] {
    begin(sources).forEach((id, b) => (x[b] = id));
    const condition = model.config.condition ? vectors : undefined;
    const logits = model.forward(x, state, { T: 1, condition }).step[0]!.slice();
    const ends = (ids: readonly number[]) => ids.at(-1) === V;
    return sources.map((_, b) => {
      const start = { state: rowOf(state, b, B), logits: logits.subarray(b * O, (b + 1) * O) };
      // plain probability: a target has an end of its own, so that short ones need no handicap
      const found = search!(start, { width: beam!, length: length + 1, ends, lengthPower: 0 });
      return found.map(({ ids, logprob }) => ({ ids: ids.filter((id) => id !== V), logprob }));
    });
  }

  return { model, rows: B, labels, tags, targets, beams };
}

/** The state of batch row b. */
function rowOf(state: State, b: number, B: number): State {
  const rows = Object.entries(state).map(([name, values]) => {
    const width = values.length / B;
    return [name, values.slice(b * width, (b + 1) * width)] as const;
  });
  return Object.fromEntries(rows);
}

/** log softmax of values[from ... from + n). */
export function logSoftmax(values: ArrayLike<number>, from: number, n: number): Float64Array {
  const p = Float64Array.from({ length: n }, (_, i) => values[from + i]!);
  const max = p.reduce((most, value) => Math.max(most, value), -Infinity);
  const sum = p.reduce((total, value) => total + Math.exp(value - max), 0);
  return p.map((value) => value - max - Math.log(sum));
}

function indexOfMax(values: Float64Array): number {
  return values.indexOf(values.reduce((most, value) => Math.max(most, value), -Infinity));
}
