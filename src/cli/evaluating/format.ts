import asciichart from 'asciichart';
import { bits, count, percent } from '../../core/format.js';
import { bestLevel, type Baseline } from '../../eval/baseline.js';
import type { Breakdown } from '../../eval/breakdown.js';
import type { DistanceLoss } from '../../eval/distances.js';
import type { Evaluation } from '../../eval/evaluate.js';
import type { Novelty } from '../../eval/novelty.js';
import type { Measured } from './measure.js';
import type { Units } from '../../tasks/units.js';

/** The figures as text, line by line. */
export function* describe(measured: Measured, unit: Units['prediction']): Generator<string> {
  const { evaluation, baseline, breakdown, distances, novelty } = measured;
  const seen = measured.seenInTraining ?? null;
  if (evaluation) yield* describeModel(evaluation, seen, unit);
  if (baseline) yield* describeBaseline(baseline, evaluation, seen, unit);
  if (breakdown) yield* describeBreakdown(breakdown);
  if (distances) yield* describeDistances(distances);
  if (novelty) yield* describeNovelty(novelty);
}

const nats = (loss: number) => loss.toFixed(4);

/** From this share of windows seen in training, a figure measures memorization more than prediction. */
const SEEN = 0.05;

const isSeen = (seen: number | null): seen is number => seen !== null && seen > SEEN;

/** Marks a figure on a text that occurs in the training text. */
const mark = (seen: number | null) =>
  isSeen(seen) ? `   [not a fair test: ${percent(seen)} seen in training]` : '';

function* describeModel(
  { characters, loss, perplexity, interval, network, counts, weight }: Evaluation,
  seen: number | null,
  unit: Units['prediction'],
): Generator<string> {
  const range = interval ? `   (95 % interval ${nats(interval.low)} to ${nats(interval.high)})` : '';
  yield `loss                ${nats(loss)} nats per ${unit}${range}${mark(seen)}`;
  if (network !== undefined) {
    yield `  network alone     ${nats(network)}`;
    yield `  counts alone      ${nats(counts!)}   (${percent(weight!)} of the weight of the mixture)`;
  }
  yield `${`bits per ${unit}`.padEnd(20)}${bits(loss, 4)}`;
  yield `perplexity          ${perplexity.toFixed(3)}`;
  yield `${`${unit}s`.padEnd(20)}${count(characters)}`;
  if (seen !== null) yield `in training text    ${percent(seen)} of the 50-${unit} windows`;
}

function* describeBaseline(
  baseline: Baseline,
  evaluation: Evaluation | undefined,
  seen: number | null,
  unit: Units['prediction'],
): Generator<string> {
  const best = bestLevel(baseline);
  yield '';
  const { trained, available } = baseline;
  const counted = trained < available ? `the last ${count(trained)} of ${count(available)}` : count(trained);
  yield `n-grams, modified Kneser-Ney, counted in ${counted} ${unit}s of training text${mark(seen)}`;
  yield `${`${unit}s of context`.padStart(21)}   ${`nats per ${unit}`.padStart(18)}   bits`;
  for (const { context, loss } of baseline.levels) {
    const isBest = context === best.context ? '   best' : '';
    yield `${String(context).padStart(21)}   ${nats(loss).padStart(18)}   ${bits(loss, 4)}${isBest}`;
  }
  yield '';
  yield* drawBaseline(baseline, evaluation, unit);
  if (!evaluation) return;
  if (isSeen(seen)) return yield 'no comparison: both have seen this text in training';
  const ahead = best.loss - networkLoss(evaluation);
  yield ahead > 0
    ? `the network is ${nats(ahead)} nats per ${unit} better than the best n-gram`
    : `the best n-gram is ${nats(-ahead)} nats per ${unit} better than the network`;
}

/** Without the counts that it is mixed with. */
const networkLoss = ({ network, loss }: Evaluation) => network ?? loss;

/** Loss against context, three columns per character of context; the network is the straight line. */
function* drawBaseline(
  { levels }: Baseline,
  evaluation: Evaluation | undefined,
  unit: Units['prediction'],
): Generator<string> {
  const curve = levels.flatMap(({ loss }) => [loss, loss, loss]);
  const network = evaluation ? [curve.map(() => networkLoss(evaluation))] : [];
  yield* asciichart.plot([...network, curve], { height: 10 }).split('\n');
  yield `nats per ${unit}; context grows to the right from 0 to ${levels.length - 1} ${unit}s`;
}

function* describeBreakdown({ characters, errors, causes }: Breakdown): Generator<string> {
  yield '';
  yield `errors (p < .5): ${count(errors)} of ${count(characters)}, ${percent(errors / characters)}`;
  for (const { cause, errors: own, shareOfLoss } of causes) {
    const share = percent(errors === 0 ? 0 : own / errors);
    yield `${cause.padEnd(12)} ${share.padStart(7)} of errors   ${percent(shareOfLoss).padStart(7)} of the loss`;
  }
}

function* describeDistances(distances: readonly DistanceLoss[]): Generator<string> {
  yield '';
  yield 'closing      distance    places   network   n-gram (nats)';
  for (const { what, from, to, places, model, ngram } of distances) {
    const range = `${from}-${to}`.padStart(11);
    yield `${what.padEnd(9)} ${range} ${count(places).padStart(9)} ${nats(model).padStart(9)} ${nats(ngram).padStart(8)}`;
  }
}

function* describeNovelty({ characters, shares, longestCopy }: Novelty): Generator<string> {
  yield '';
  yield `novelty: substrings of the sample (${count(characters)} characters) that do not occur in the training text`;
  for (const { length, share } of shares) {
    if (share !== null) yield `${String(length).padStart(4)} characters   ${percent(share).padStart(7)} new`;
  }
  const { text, at } = longestCopy;
  const shown = text.length > 60 ? `${text.slice(0, 30)} ... ${text.slice(-25)}` : text;
  yield `longest copy: ${count([...text].length)} characters, from character ${count(at)} on: ${JSON.stringify(shown)}`;
}
