import { createRng } from '../../core/rng.js';
import { decisionPoints } from '../features/decisions.js';
import { cellsOf, indexOfCell, type Cell } from '../forward/cells.js';
import { eachLoss } from '../forward/losses.js';
import { stretches, traceCells, type Interval } from '../forward/record.js';
import type { Subject } from '../forward/subject.js';
import { spread } from '../forward/text.js';
import { parseCell } from '../../model/cell-name.js';
import type { FeatureReport, SearchReport, Verdict } from '../search/report.js';
import { searchCells, searchUnits, type SearchOptions } from '../search/search.js';
import { verdictOf } from '../search/verdict.js';
import { bornAt, interval, testBirths, type Birth } from './birth.js';
import { blockScores, drawBlocks, scoreOfBlocks, type BlockScores } from './block-scores.js';
import type { BornFeature, OverReport } from './report.js';

/** Symbols that are read by default. */
export const USUAL_READS = 100_000;
/** Blocks of the held-out part that the bootstrap draws, and how often. */
const BLOCKS = 24;
const DRAWS = 400;

/** A checkpoint of a run, read when it is needed: all have the same text. */
export interface Checkpoint {
  readonly step: number;
  open(): Promise<Subject>;
}

export interface OverOptions extends SearchOptions {
  /** Whether the features were asked for by name: then all are followed, also those that no cell tracks. */
  readonly named: boolean;
}

/** Follows the findings of the last checkpoint through the ones before. At least two, in ascending order. */
export async function followTraining(
  checkpoints: readonly Checkpoint[],
  options: OverOptions,
): Promise<OverReport> {
  const last = await checkpoints.at(-1)!.open();
  const { length } = last.text.ids;
  const units = checkpoints.length * (searchUnits(length, options.features.length) + length);
  return last.pace.task(units, async () => {
    const end = await searchCells(last, options);
    const followed = end.features.filter(({ verdict }) => options.named || isFound(verdict));
    const seen: Seen[] = [];
    for (const { step, open } of checkpoints) {
      const isLast = step === checkpoints.at(-1)!.step;
      const subject = isLast ? last : await open();
      const search = isLast ? end : await searchCells(subject, options);
      seen.push(await look(subject, { step, search, followed, options }));
    }
    const rng = createRng(options.seed);
    const features = followed.map((found, f) => featureOver(found, f, seen, rng));
    const births = features.flatMap(({ birth }) => birth ?? []);
    return {
      view: 'over',
      text: end.text,
      parts: end.parts,
      recentSymbols: end.recentSymbols,
      shuffles: end.shuffles,
      steps: seen.map(({ step, loss }) => ({ step, loss })),
      features: features.map(({ report }) => report),
      atBirth: testBirths(births, Math.max(999, options.shuffles), rng),
    };
  });
}

const isFound = (verdict: Verdict): boolean => verdict === 'tracks' || verdict === 'partly';

/** One checkpoint: for each followed feature what the search found, and the values of the cells as block scores. */
interface Seen {
  readonly step: number;
  readonly loss: number;
  readonly features: readonly {
    readonly found: FeatureReport;
    readonly best: BlockScores;
    readonly own: BlockScores;
    readonly there: number | null;
    readonly elsewhere: number;
    readonly decisions: number;
  }[];
}

async function look(
  subject: Subject,
  {
    step,
    search,
    followed,
    options,
  }: {
    readonly step: number;
    readonly search: SearchReport;
    readonly followed: readonly FeatureReport[];
    readonly options: OverOptions;
  },
): Promise<Seen> {
  const part = search.parts.heldOut;
  const cells = cellsOf(subject.model, options.states);
  const here = followed.map(({ feature }) => search.features.find((found) => found.feature === feature)!);
  const indexOf = (name: string): number => indexOfCell(cells, parseCell(name) as Cell);
  const wanted = [...new Set([...here, ...followed].map(({ cell }) => indexOf(cell)))];
  const traces = await traceCells(subject, cells, wanted, part);
  const losses = await lossesOf(subject, part);
  const traceOf = (name: string): Float32Array => traces[wanted.indexOf(indexOf(name))]!;
  const valuesOf: Float32Array[] = [];
  for (const { feature } of followed) {
    const { values } = options.features.find(({ name }) => name === feature)!;
    valuesOf.push(spread(subject.text, await values(subject.text.codes)));
  }
  return {
    step,
    loss: meanWhere(losses, () => true)!,
    features: followed.map(({ kind, cell, sign }, f) => {
      const found = here[f]!;
      const values = valuesOf[f]!;
      const within = values.subarray(part.from, part.to);
      const where = decisionPoints(values, part);
      const scores = (name: string, sign: 1 | -1) =>
        blockScores({ kind, sign }, traceOf(name), within, BLOCKS);
      return {
        found,
        best: scores(found.cell, found.sign),
        own: scores(cell, sign),
        there: meanWhere(losses, (i) => where[i] === 1),
        elsewhere: meanWhere(losses, (i) => where[i] === 0)!,
        decisions: where.reduce((sum, value) => sum + value, 0),
      };
    }),
  };
}

/** Nats at each position of a part; NaN where the text ends. */
async function lossesOf(subject: Subject, part: Interval): Promise<Float32Array> {
  const losses = new Float32Array(part.to - part.from).fill(NaN);
  await eachLoss(subject, stretches(subject.model, part), {}, (position, nats) => {
    losses[position - part.from] = nats;
  });
  return losses;
}

function meanWhere(losses: Float32Array, holds: (i: number) => boolean): number | null {
  let [n, sum] = [0, 0];
  losses.forEach((loss, i) => {
    if (Number.isNaN(loss) || !holds(i)) return;
    n += 1;
    sum += loss;
  });
  return n > 0 ? sum / n : null;
}

/** One feature over all checkpoints; `birth` where it was born and is decided somewhere. */
function featureOver(
  { feature, kind, measure, cell, sign, verdict }: FeatureReport,
  f: number,
  seen: readonly Seen[],
  rng: ReturnType<typeof createRng>,
): { report: BornFeature; birth: Birth | null } {
  const here = seen.map(({ features }) => features[f]!);
  const holds = (found: Verdict): boolean =>
    found === 'tracks' || (verdict !== 'tracks' && found === 'partly');
  const at = bornAt(here.map(({ found }) => holds(found.verdict)));
  const association = (shown: number): number => (measure === 'auc' ? 2 * shown - 1 : shown);
  const draws = Array.from({ length: DRAWS }, () => {
    const blocks = drawBlocks(BLOCKS, rng);
    return bornAt(
      here.map(({ found, best }) => {
        const [untrained, recent] = [association(found.untrained), association(found.recent)];
        return holds(verdictOf({ kind, score: scoreOfBlocks(best, blocks), untrained, recent, p: found.p }));
      }),
    );
  });
  const { from, to } = interval(draws);
  const stepAt = (index: number): number | null => (index < 0 ? null : seen[index]!.step);
  const all = Int32Array.from({ length: BLOCKS }, (_, i) => i);
  const shown = (score: number): number => (measure === 'auc' ? (1 + score) / 2 : score);
  const report: BornFeature = {
    feature,
    measure,
    cell,
    sign,
    decisions: here[0]!.decisions,
    born: at < 0 ? null : { step: seen[at]!.step, from: stepAt(from) ?? seen[at]!.step, to: stepAt(to) },
    steps: here.map(({ found, own, there, elsewhere }, k) => ({
      step: seen[k]!.step,
      cell: found.cell,
      score: found.score,
      own: shown(scoreOfBlocks(own, all)),
      untrained: found.untrained,
      recent: found.recent,
      p: found.p,
      verdict: found.verdict,
      loss: there,
      elsewhere,
    })),
  };
  const isDecided = at >= 0 && here.every(({ there }) => there !== null);
  const losses = here.map(({ there, elsewhere }) => ({ there: there!, elsewhere }));
  return { report, birth: isDecided ? { at, losses } : null };
}
