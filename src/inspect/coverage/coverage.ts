import { userError } from '../../core/errors.js';
import { createRng } from '../../core/rng.js';
import type { Feature } from '../features/feature.js';
import { cellsOf, nameAt, type Cells } from '../forward/cells.js';
import { recordSample, sampledValues, type Sample } from '../forward/record.js';
import type { Subject } from '../forward/subject.js';
import { spread } from '../forward/text.js';
import { untrainedBaseline, type FirstWeights } from '../search/controls.js';
import type { Both, Parts } from '../search/report.js';
import { head, splitText } from '../search/search.js';
import { termsOf, type Terms } from './atoms.js';
import { bestDepths, numberContexts, predictFromContexts, sumContexts, type Contexts } from './contexts.js';
import { createExplainer, type Explanation, type Observed } from './explain.js';
import { CELL_UNITS } from './formula-search.js';
import { bestOfOthers } from './others.js';
import type { CellCoverage, CoverageReport } from './report.js';
import { putColumns, type Columns } from './standardize.js';
import { summarize, verdictOf } from './verdict.js';

/** Symbols that are read at least, and by default. */
const LEAST = 2000;
export const USUAL_READS = 100_000;
/** Symbols of the selection from which the contexts of the last symbols are learned. */
const LEARNED = 500_000;

export interface CoverageOptions {
  readonly features: readonly Feature[];
  readonly states: readonly string[];
  readonly firstWeights: FirstWeights;
  /** k of the predictor that sees the last k symbols. */
  readonly recent: number;
  readonly shuffles: number;
  readonly seed: number;
}

/**
 * For every cell what explains it, on text that was held out: one feature, a formula of up to three conditions, all
 * features together, the last symbols; and the same for the network before training.
 */
export async function coverCells(subject: Subject, options: CoverageOptions): Promise<CoverageReport> {
  const { name, ids } = subject.text;
  if (ids.length < LEAST)
    throw userError('inspect/short', { name, characters: ids.length, what: 'characters', least: LEAST });
  const { count } = cellsOf(subject.model, options.states);
  const units = 2 * (3 * ids.length + count * CELL_UNITS);
  return subject.pace.task(units, () => cover(subject, options, splitText(ids.length)));
}

async function cover(subject: Subject, options: CoverageOptions, parts: Parts): Promise<CoverageReport> {
  const { text, pace, backend } = subject;
  const { recent: k, states, shuffles, seed } = options;
  const cells = cellsOf(subject.model, states);
  const samples = await sampleBoth(subject, cells, parts);
  const terms = await presentTerms(subject, options.features, samples);
  const learn = head(parts.selection, LEARNED);
  const known = numberContexts({ symbols: text.ids }, learn, parts.heldOut.to, k);
  const explain = createExplainer(terms, backend);
  const how = () => ({ shuffles, rng: createRng(seed), pace });
  const trained = await explain(await observe(subject, cells, samples, known), how());

  const before = untrainedBaseline(subject, options.firstWeights);
  const cellsBefore = cellsOf(before.model, states);
  const seen = await observe(before, cellsBefore, await sampleBoth(before, cellsBefore, parts), known);
  const untrained = await explain(seen, how());
  const others = await bestOfOthers(trained.signals, seen.cells.heldOut, backend, pace);
  const found = judge(trained.explanations, cells, others);
  return {
    view: 'coverage',
    text: { name: text.name, characters: text.codes.length },
    parts,
    recentSymbols: k,
    shuffles,
    conditions: terms.atoms.length,
    absent: terms.absent,
    explained: {
      ...summarize(found),
      untrained: summarize(
        judge(
          untrained.explanations,
          cellsBefore,
          untrained.explanations.map(() => 0),
        ),
      ),
    },
    cells: found.toSorted((a, b) => rank(b) - rank(a)),
  };
}

async function sampleBoth(subject: Subject, cells: Cells, parts: Parts): Promise<Both<Sample>> {
  return {
    selection: await recordSample(subject, cells, parts.selection),
    heldOut: await recordSample(subject, cells, parts.heldOut),
  };
}

/** Throws inspect/constant where nothing that was asked for varies in this text. */
async function presentTerms(
  { text }: Subject,
  features: readonly Feature[],
  { selection, heldOut }: Both<Sample>,
): Promise<Terms> {
  const sampled: Both<ReturnType<typeof sampledValues>>[] = [];
  for (const feature of features) {
    const values = spread(text, await feature.values(text.codes));
    sampled.push({ selection: sampledValues(selection, values), heldOut: sampledValues(heldOut, values) });
  }
  const terms = termsOf(features, sampled);
  if (terms.features.length > 0) return terms;
  throw userError('inspect/constant', { name: text.name, features: terms.absent.join(', ') });
}

/** The values of a network's cells, and what the last symbols predict for them. */
async function observe(
  subject: Subject,
  cells: Cells,
  samples: Both<Sample>,
  known: Contexts,
): Promise<Observed> {
  const columns = ({ activations }: Sample): Columns => ({
    n: activations.length / cells.count,
    width: cells.count,
    values: activations,
  });
  const values = { selection: columns(samples.selection), heldOut: columns(samples.heldOut) };
  const empty = ({ n, width }: Columns): Columns => ({ n, width, values: new Float32Array(n * width) });
  const recent = { selection: empty(values.selection), heldOut: empty(values.heldOut) };
  for await (const sums of sumContexts(subject, cells, known)) {
    const depths = bestDepths(known, sums, positionsOf(samples.selection), values.selection);
    for (const part of ['selection', 'heldOut'] as const) {
      const predicted = predictFromContexts(
        known,
        { sums, depths },
        positionsOf(samples[part]),
        values[part],
      );
      putColumns(predicted, recent[part], sums.first);
      await subject.pace.pause();
    }
  }
  const { blocks, length } = samples.heldOut;
  return { cells: values, recent, blocks: { blocks, length } };
}

/** The position in the text of each row of a sample. */
const positionsOf = ({ intervals, length }: Sample): Int32Array =>
  Int32Array.from(
    { length: intervals.length * length },
    (_, i) => intervals[Math.floor(i / length)]!.from + (i % length),
  );

const rank = ({ verdict, score }: CellCoverage): number => (verdict.startsWith('tracks') ? 2 : 0) + score;

function judge(
  explanations: readonly Explanation[],
  cells: Cells,
  others: ArrayLike<number>,
): CellCoverage[] {
  return explanations.map(({ constant, size, ...one }, c) => {
    const cell = nameAt(cells, c);
    const state = cell.slice(cell.lastIndexOf(':') + 1);
    const untrained = others[c]!;
    return { cell, state, ...one, untrained, verdict: verdictOf({ ...one, constant, size, untrained }) };
  });
}
