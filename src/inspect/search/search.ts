import { userError } from '../../core/errors.js';
import { createRng } from '../../core/rng.js';
import type { Feature } from '../features/index.js';
import { cellsOf, indexOfCell, type Cell, type Cells } from '../forward/cells.js';
import {
  BLOCK_LENGTH,
  BLOCKS,
  recordSample,
  sampledValues,
  stretches,
  walk,
  type Interval,
  type Sample,
} from '../forward/record.js';
import type { Subject } from '../forward/subject.js';
import { spread } from '../forward/text.js';
import { calibrate, decodeFeature, encodeFeatures, type Coding } from './coding.js';
import { familyWiseP, recentPredictor, untrainedBaseline, type FirstWeights } from './controls.js';
import { gramOf, probeCurves, PROBE_UNITS } from './probe.js';
import type { Both, Parts, SearchReport } from './report.js';
import { associationOf } from './scores.js';
import { createWorkspace, tally, type Tally } from './tally.js';
import { findBest, judge, occurs, ownFeature, strength, type Controls, type Counts } from './verdict.js';

/** The least number of symbols, and of answers to rows, which are independent: fewer cannot be split and shuffled. */
const LEAST = { characters: 2000, answers: 200 };
/** Symbols of each part that the slower controls read. */
const READS = { untrained: 60_000, recent: 500_000 };

/** Options of the search; docs/inspect.md explains the controls. */
export interface SearchOptions {
  readonly features: readonly Feature[];
  /** h, c, or gates. */
  readonly states: readonly string[];
  /** Only these may be found; empty: all. The controls are of all cells in any case. */
  readonly only: readonly Cell[];
  readonly firstWeights: FirstWeights;
  /** k of the predictor that sees the last k symbols. */
  readonly recent: number;
  readonly shuffles: number;
  readonly seed: number;
}

/**
 * For each feature its best cell: selected on the first part of the text, scored on the rest, and
 * compared with three controls and with a probe of several cells.
 */
export async function searchCells(subject: Subject, options: SearchOptions): Promise<SearchReport> {
  const { name, ids, reading } = subject.text;
  const what = reading ? 'answers' : 'characters';
  if (ids.length < LEAST[what])
    throw userError('inspect/short', { name, characters: ids.length, what, least: LEAST[what] });
  const units = searchUnits(ids.length, options.features.length);
  return subject.pace.task(units, () => search(subject, options, splitText(ids.length)));
}

async function search(subject: Subject, options: SearchOptions, parts: Parts): Promise<SearchReport> {
  const { model, text, pace } = subject;
  const { features, only } = options;
  const cells = cellsOf(model, options.states);
  const named = only.map((cell) => indexOfCell(cells, cell));
  const candidates = named.length > 0 ? named : [...Array(cells.count).keys()];

  const coding = await encodeFeatures(
    features,
    text.ids.length,
    async (f) => spread(text, await f.values(text.codes)),
    pace,
  );
  const samples = {
    selection: await recordSample(subject, cells, parts.selection),
    heldOut: await recordSample(subject, cells, parts.heldOut),
  };
  const counts = await countParts(subject, cells, coding, samples.selection, parts);
  const controls = await runControls(subject, options, cells, coding, samples, parts);

  const present = features.map((_, f) => occurs(counts, f, parts));
  const reports = features.flatMap((feature, f) =>
    present[f] ? [judge(feature, f, cells, candidates, counts, controls)] : [],
  );
  return {
    text: { name: text.name, characters: text.codes.length, ...(text.reading && { of: 'answers' }) },
    parts,
    cells: cells.count,
    sampled: samples.selection.activations.length + samples.heldOut.activations.length,
    recentSymbols: options.recent,
    shuffles: options.shuffles,
    features: reports.sort((a, b) => strength(b) - strength(a)),
    absent: features.filter((_, f) => !present[f]).map(({ name }) => name),
    byCell: candidates.map((cell) => ownFeature(cell, cells, features, present, counts, controls)),
  };
}

/** 60 % of the text for the selection, the rest held out. */
export function splitText(length: number): Parts {
  const middle = Math.floor(length * 0.6);
  return { selection: { from: 0, to: middle }, heldOut: { from: middle, to: length } };
}

/** At most the first `n` positions of an interval. */
export const head = ({ from, to }: Interval, n: number): Interval => ({ from, to: Math.min(to, from + n) });

/** The work of a search in units of a Pace: what the network reads, and the shuffles and probes. */
export function searchUnits(symbols: number, features: number): number {
  const { selection, heldOut } = splitText(symbols);
  const untrained = [selection, heldOut].map((part) => head(part, READS.untrained));
  const read = untrained.reduce((sum, { from, to }) => sum + to - from, symbols);
  return read + 4 * BLOCKS * BLOCK_LENGTH + features * PROBE_UNITS;
}

/** Reads both parts once and counts everything; the bins come from the sample. */
async function countParts(
  subject: Subject,
  cells: Cells,
  coding: Coding,
  sample: Sample,
  parts: Parts,
): Promise<Counts> {
  const { model, backend, pace } = subject;
  const bins = await calibrate(sample.activations, cells.count, backend.memory, pace);
  const space = createWorkspace(backend, cells, coding, model.T * model.B);
  const count = (part: Interval): Promise<Tally> =>
    tally(walk(subject, stretches(model, part)), part, subject, { cells, coding, bins, space });
  return { bins, selection: await count(parts.selection), heldOut: await count(parts.heldOut) };
}

/** Everything a score is compared with. */
async function runControls(
  subject: Subject,
  options: SearchOptions,
  cells: Cells,
  coding: Coding,
  samples: Both<Sample>,
  parts: Parts,
): Promise<Controls> {
  const { backend, pace } = subject;
  const values = coding.features.map((coded) => decodeFeature(coding, coded));
  const at = (sample: Sample): Float32Array[] => values.map((value) => sampledValues(sample, value));
  const tested = { activations: samples.heldOut.activations, values: at(samples.heldOut) };
  const gram = await gramOf(samples.selection.activations, at(samples.selection), cells.count, backend, pace);
  const shuffled = { ...samples.heldOut, cells: cells.count, values: tested.values };
  return {
    untrained: await searchUntrained(subject, options, coding, parts),
    recent: await scoreRecent(subject, options, values, parts),
    p: await familyWiseP(shuffled, options.shuffles, createRng(options.seed), backend, pace),
    probe: await probeCurves(gram, tested, options.features, pace),
  };
}

/**
 * The same search in the untrained network, on the beginning of each part: the score of its best cell for each feature.
 */
async function searchUntrained(
  subject: Subject,
  { features, states, firstWeights }: SearchOptions,
  coding: Coding,
  parts: Parts,
): Promise<number[]> {
  const untrained = untrainedBaseline(subject, firstWeights);
  const cells = cellsOf(untrained.model, states);
  const short = {
    selection: head(parts.selection, READS.untrained),
    heldOut: head(parts.heldOut, READS.untrained),
  };
  const sample = await recordSample(untrained, cells, short.selection);
  const counts = await countParts(untrained, cells, coding, sample, short);
  const all = [...Array(cells.count).keys()];
  return features.map(({ kind }, f) => findBest(counts, kind, f, all).score);
}

/** How well the last few symbols alone predict each feature. */
async function scoreRecent(
  { text, pace }: Subject,
  { recent, features }: SearchOptions,
  values: readonly Float32Array[],
  parts: Parts,
): Promise<number[]> {
  const part = head(parts.heldOut, READS.recent);
  const read = text.reading ?? { symbols: text.ids };
  const predictor = recentPredictor(read, head(parts.selection, READS.recent), recent);
  const scores: number[] = [];
  for (const [f, value] of values.entries()) {
    scores.push(
      associationOf(features[f]!.kind, predictor.predict(value, part), value.subarray(part.from, part.to)),
    );
    await pace.pause();
  }
  return scores;
}
