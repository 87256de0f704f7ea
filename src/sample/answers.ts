import { argmax, largest } from '../core/numbers.js';
import type { Floats, Ids } from '../core/floats.js';
import type { Memory } from '../core/memory.js';
import type { Rng } from '../core/rng.js';
import type { Snapshot, TaskData } from '../core/snapshot.js';
import type { State } from '../layers/layer.js';
import type { Kernels } from '../kernels/kernels.js';
import { createModel, modelFromSnapshot, type LanguageModel } from '../model/language-model.js';
import { refuseUnlessFinite } from '../model/finite.js';
import { outputsOf } from '../model/shapes.js';
import { alignRows } from './aligned.js';
import { createModelBeam } from './beam-model.js';
import { createChooser, type Choice } from './choice.js';
import { logSoftmax } from './log-softmax.js';

/** The window and the batch rows with which sources are read. */
const STEPS = 32;
const ROWS = 32;

/** Answers of the model of a task. Rows do not depend on each other. */
export interface Answerer {
  readonly model: LanguageModel;
  /** The most sources per call. */
  readonly rows: number;
  /** classify: log p of every label, for each source. */
  labels(sources: readonly Ids[]): Float64Array[];
  /** tag: the likeliest tag of every symbol, and its log p. */
  tags(sources: readonly Ids[]): Written[];
  /** translate, generate: one written target for each source, label or vector. */
  targets(sources: readonly Source[], options: WriteOptions): Written[];
  /** translate, generate: the most probable targets found by beam search for each source, the best first. */
  beams(sources: readonly Source[], length: number): Written[][];
}

/** Options for writing targets. */
export interface WriteOptions extends Choice {
  /** The most symbols of a target. */
  readonly length: number;
  /** One generator for each source, so that its target does not depend on the others. */
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

/** A model, its state, and its input arrays. */
interface Reader {
  readonly model: LanguageModel;
  readonly task: TaskData;
  readonly state: State;
  readonly x: Ids;
  readonly sourceX: Ids;
  readonly starts: Ids;
  readonly vectors: Floats;
  /** Outputs of the model; the symbols of the target come first. */
  readonly O: number;
}

const [T, B] = [STEPS, ROWS];

/** Opens the model of a task for answering; `beam` is the beam width. */
export function createAnswerer(
  snapshot: Snapshot,
  setup: { readonly kernels: Kernels; readonly memory: Memory },
  { beam }: { readonly beam?: number | undefined } = {},
): Answerer {
  const { memory } = setup;
  const model = modelFromSnapshot(snapshot, { ...setup, T, B, training: false });
  const reader: Reader = {
    model,
    task: snapshot.task!,
    state: model.createState(),
    x: model.createInput(),
    sourceX: model.createInput(),
    starts: memory.ids(B),
    vectors: memory.floats(B * Math.max(1, model.config.condition ?? 0)),
    O: outputsOf(model.config),
  };
  const atRest = () => {
    Object.values(reader.state).forEach((values) => values.fill(0));
    return reader;
  };
  const beamModel =
    beam === undefined
      ? undefined
      : createModel(model.config, { ...setup, params: model.params, T: 1, B: beam, training: false });
  beamModel?.refresh();
  const search = beamModel && createModelBeam(beamModel);
  return {
    model,
    rows: B,
    labels: (sources) => labels(atRest(), sources),
    tags: (sources) => tags(atRest(), sources),
    targets: (sources, options) => targets(atRest(), sources, options),
    beams: (sources, length) => beams(atRest(), sources, search!, { width: beam!, length }),
  };
}

function labels({ model, state, x, starts, O }: Reader, sources: readonly Ids[]): Float64Array[] {
  let last: ArrayLike<number> = [];
  for (const steps of alignRows(sources, { x, starts, T, B })) {
    last = model.forward(x, state, { T: steps, starts }).step[steps - 1]!;
  }
  return sources.map((_, b) => logSoftmax(last, b * O, O));
}

function tags({ model, task, state, x, O }: Reader, sources: readonly Ids[]): Written[] {
  const { delay } = task;
  const written = sources.map(() => ({ ids: [] as number[], logprob: 0 }));
  const length = delay + largest(sources.map(({ length }) => length));
  const blank = delay > 0 ? task.source.length : 0;
  for (let from = 0; from < length; from += T) {
    const steps = Math.min(T, length - from);
    for (let t = 0; t < steps; t++) {
      for (let b = 0; b < B; b++) x[t * B + b] = sources[b]?.[from + t] ?? blank;
    }
    const logits = model.forward(x, state, { T: steps });
    for (let t = Math.max(0, delay - from); t < steps; t++) {
      sources.forEach((source, b) => {
        if (from + t - delay >= source.length) return;
        const p = logSoftmax(logits.step[t]!, b * O, O);
        const best = argmax(p);
        written[b]!.ids.push(best);
        written[b]!.logprob += p[best]!;
      });
    }
  }
  return written;
}

/** Reads what targets are written from: leaves the state, the vectors and the first inputs. */
function begin(reader: Reader, sources: readonly Source[]): void {
  const { model, task, state, x, sourceX, starts, vectors } = reader;
  if (task.name === 'translate') {
    const rows = sources.map(({ ids }) => (task.reverse ? ids!.toReversed() : ids!));
    for (const steps of alignRows(rows, { x: sourceX, starts, T, B })) {
      model.forward(x, state, { T: 0, source: { x: sourceX, T: steps, starts } });
    }
  }
  sources.forEach(({ label, vector }, b) => {
    if (vector) vectors.set(vector, b * vector.length);
    x[b] = task.target.length + (label ?? 0);
  });
}

function targets(
  reader: Reader,
  sources: readonly Source[],
  { length, rngs, ...choice }: WriteOptions,
): Written[] {
  const { model, task, state, x, vectors, O } = reader;
  const end = task.target.length;
  const choose = createChooser(O, choice);
  const written = sources.map(() => ({ ids: [] as number[], logprob: 0, ended: false }));
  begin(reader, sources);
  for (let n = 0; n < length && written.some(({ ended }) => !ended); n++) {
    const condition = n === 0 && model.config.condition ? vectors : undefined;
    const logits = model.forward(x, state, { T: 1, condition }).step[0]!;
    written.forEach((row, b) => {
      if (row.ended) return;
      const { id, logprob } = choose(logits.subarray(b * O, (b + 1) * O), rngs[b]!);
      row.logprob += logprob;
      if (id === end) row.ended = true;
      else row.ids.push((x[b] = id));
    });
  }
  return written;
}

function beams(
  reader: Reader,
  sources: readonly Source[],
  search: ReturnType<typeof createModelBeam>,
  { width, length }: { readonly width: number; readonly length: number },
): Written[][] {
  const { model, task, state, x, vectors, O } = reader;
  const end = task.target.length;
  begin(reader, sources);
  const condition = model.config.condition ? vectors : undefined;
  const logits = model.forward(x, state, { T: 1, condition }).step[0]!.slice();
  refuseUnlessFinite(logits, 0, sources.length * O);
  const ends = (ids: readonly number[]) => ids.at(-1) === end;
  return sources.map((_, b) => {
    const start = { state: rowOf(state, b), logits: logits.subarray(b * O, (b + 1) * O) };
    // plain probability: targets have an end mark, so that short ones need no length penalty
    const found = search(start, { width, length: length + 1, ends, lengthPower: 0 });
    return found.map(({ ids, logprob }) => ({ ids: ids.filter((id) => id !== end), logprob }));
  });
}

/** The state of batch row b. */
function rowOf(state: State, b: number): State {
  const rows = Object.entries(state).map(([name, values]) => {
    const width = values.length / B;
    return [name, values.slice(b * width, (b + 1) * width)] as const;
  });
  return Object.fromEntries(rows);
}
