import { createRng } from '../core/rng.js';
import { cellsOf, type Cells } from './cells.js';
import { decodeFeature, type Coding } from './coding.js';
import { familyWiseP } from './controls/null.js';
import { recentPredictor } from './controls/recent.js';
import { untrainedBaseline, type Beginning } from './controls/untrained.js';
import type { Feature } from './features/index.js';
import { probeCurves, type ProbePoint } from './probe/curve.js';
import { gramOf } from './probe/gram.js';
import { recordSample, sampledValues, type Sample } from './sample.js';
import { head, type Interval } from './sampling.js';
import { exactAssociation } from './scores/exact.js';
import { findBest, tallyParts } from './search.js';
import type { Subject } from './subject.js';

/** What the search is made with; docs/inspect.md says what each control means. */
export interface SearchOptions {
  readonly features: readonly Feature[];
  /** h, c, or gates. */
  readonly states: readonly string[];
  /** How the network began. */
  readonly beginning: Beginning;
  /** k of the predictor that sees the last k symbols. */
  readonly recent: number;
  readonly shuffles: number;
  readonly seed: number;
}

export interface Parts {
  readonly chosen: Interval;
  readonly held: Interval;
}

/** All that stands beside the scores, for each feature, on the scale of score.ts. */
export interface Controls {
  readonly twin: readonly number[];
  readonly recent: readonly number[];
  /** [feature][cell]. */
  readonly p: readonly Float64Array[];
  readonly probe: readonly (readonly ProbePoint[])[];
}

/** How many symbols of each part the slower controls look at. */
const UNTRAINED_READS = 60_000;
const RECENT_READS = 500_000;

/** Runs every control. */
export function runControls(
  subject: Subject,
  options: SearchOptions,
  cells: Cells,
  coding: Coding,
  samples: { readonly chosen: Sample; readonly held: Sample },
  parts: Parts,
): Controls {
  const values = coding.features.map((coded) => decodeFeature(coding, coded));
  const at = (sample: Sample): Float32Array[] => values.map((value) => sampledValues(sample, value));
  const [learned, tested] = [at(samples.chosen), at(samples.held)];
  const gram = gramOf(samples.chosen.activations, learned, cells.count, subject.backend);
  const test = { activations: samples.held.activations, values: tested };
  const nullSample = { ...samples.held, cells: cells.count, values: tested };
  return {
    twin: searchUntrained(subject, options, coding, parts),
    recent: scoreRecent(subject, options, values, parts),
    p: familyWiseP(nullSample, options.shuffles, createRng(options.seed), subject.backend),
    probe: probeCurves(gram, test, options.features),
  };
}

/** The same search in the untrained twin, on the beginning of each part. */
function searchUntrained(subject: Subject, options: SearchOptions, coding: Coding, parts: Parts): number[] {
  const twin: Subject = { ...subject, model: untrainedBaseline(subject, options.beginning) };
  const cells = cellsOf(twin.model, options.states);
  const short = { chosen: head(parts.chosen, UNTRAINED_READS), held: head(parts.held, UNTRAINED_READS) };
  const tallies = tallyParts(twin, cells, coding, recordSample(twin, cells, short.chosen), short);
  return options.features.map((_, feature) => findBest(tallies, feature, cells.count).score);
}

function scoreRecent(
  { text }: Subject,
  { recent, features }: SearchOptions,
  values: readonly Float32Array[],
  parts: Parts,
): number[] {
  const held = head(parts.held, RECENT_READS);
  const predictor = recentPredictor(text.ids, head(parts.chosen, RECENT_READS), recent);
  return values.map((value, feature) =>
    exactAssociation(
      predictor.predict(value, held),
      value.subarray(held.from, held.to),
      features[feature]!.kind,
    ),
  );
}
