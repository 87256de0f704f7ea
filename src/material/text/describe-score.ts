import { bits, count, percent } from '../../core/format.js';
import { column, rowsOf, type Block, type Fact } from '../../core/result.js';
import { bestLevel, type Baseline } from '../../eval/baseline.js';
import type { Breakdown } from '../../eval/breakdown.js';
import type { DistanceLoss } from '../../eval/distances.js';
import type { Evaluation } from '../../eval/evaluate.js';
import type { Novelty } from '../../eval/novelty.js';
import type { Units } from '../../tasks/units.js';
import { withInterval } from '../evaluation.js';
import type { TextMeasured } from './measure.js';

type Unit = Units['prediction'];

/** The figures in words. */
export function describeText(measured: TextMeasured, unit: Unit): Block[] {
  const { evaluation, baseline, breakdown, distances, novelty } = measured;
  const seen = measured.seenInTraining ?? null;
  return [
    ...(evaluation ? [networkFacts(evaluation, seen, unit)] : []),
    ...(baseline ? baselineBlocks(baseline, evaluation, seen, unit) : []),
    ...(breakdown ? breakdownBlocks(breakdown) : []),
    ...(distances ? [distanceTable(distances)] : []),
    ...(novelty ? noveltyBlocks(novelty) : []),
  ];
}

const nats = (loss: number) => loss.toFixed(4);
const { left, right } = column;

/** From this share of windows seen in training, a figure measures memorization more than prediction. */
const SEEN = 0.05;
const isSeen = (seen: number | null): seen is number => seen !== null && seen > SEEN;

/** Marks a figure on a text that occurs in the training text. */
const mark = (seen: number | null) =>
  isSeen(seen) ? `   [not a fair test: ${percent(seen)} seen in training]` : '';

function networkFacts(evaluation: Evaluation, seen: number | null, unit: Unit): Block {
  const { characters, loss, perplexity, interval, network, counts, weight } = evaluation;
  const [value, range] = withInterval({ value: loss, interval });
  const facts: Fact[] = [
    ['loss', `${value} nats per ${unit}${range}${mark(seen)}`],
    ...(network === undefined
      ? []
      : ([
          ['  network alone', nats(network)],
          ['  counts alone', `${nats(counts!)}   (${percent(weight!)} of the weight of the mixture)`],
        ] satisfies Fact[])),
    [`bits per ${unit}`, bits(loss, 4)],
    ['perplexity', perplexity.toFixed(3)],
    [`${unit}s`, count(characters)],
    ...(seen === null
      ? []
      : [['in training text', `${percent(seen)} of the 50-${unit} windows`] satisfies Fact]),
  ];
  return { kind: 'facts', facts, width: 20 };
}

function baselineBlocks(
  baseline: Baseline,
  evaluation: Evaluation | undefined,
  seen: number | null,
  unit: Unit,
): Block[] {
  const best = bestLevel(baseline);
  const { trained, available, levels } = baseline;
  const counted = trained < available ? `the last ${count(trained)} of ${count(available)}` : count(trained);
  const title = `n-grams, modified Kneser-Ney, counted in ${counted} ${unit}s of training text${mark(seen)}`;
  const points = (of: (level: (typeof levels)[number]) => number) =>
    levels.map((level) => [level.context, of(level)] as const);
  // without the counts that the network is mixed with
  const network = evaluation && (evaluation.network ?? evaluation.loss);
  const line = network === undefined ? [] : [{ name: 'network', points: points(() => network) }];
  return [
    { kind: 'heading', title },
    {
      kind: 'table',
      columns: [right(`${unit}s of context`), right(`nats per ${unit}`), right('bits'), left('')],
      rows: rowsOf(
        levels.map(({ context, loss }) => [
          ...[String(context), nats(loss), bits(loss, 4)],
          context === best.context ? 'best' : '',
        ]),
      ),
    },
    {
      kind: 'chart',
      mark: 'line',
      x: { label: `${unit}s of context` },
      y: { label: `nats per ${unit}` },
      series: [...line, { name: 'n-grams', points: points(({ loss }) => loss) }],
      caption: `nats per ${unit}; context grows to the right from 0 to ${levels.length - 1} ${unit}s`,
    },
    ...(network === undefined
      ? []
      : [{ kind: 'note', text: aheadOf(best.loss - network, seen, unit) } as const]),
  ];
}

function aheadOf(ahead: number, seen: number | null, unit: Unit): string {
  if (isSeen(seen)) return 'no comparison: both have seen this text in training';
  return ahead > 0
    ? `the network is ${nats(ahead)} nats per ${unit} better than the best n-gram`
    : `the best n-gram is ${nats(-ahead)} nats per ${unit} better than the network`;
}

function breakdownBlocks({ characters, errors, causes }: Breakdown): Block[] {
  const title = `errors (p < .5): ${count(errors)} of ${count(characters)}, ${percent(errors / characters)}`;
  const shares = causes.map(({ cause, errors: own, shareOfLoss }) => [
    ...[cause, percent(errors === 0 ? 0 : own / errors), percent(shareOfLoss)],
  ]);
  return [
    { kind: 'heading', title },
    {
      kind: 'table',
      columns: [left('cause'), right('of errors'), right('of the loss')],
      rows: rowsOf(shares),
    },
  ];
}

function distanceTable(distances: readonly DistanceLoss[]): Block {
  return {
    kind: 'table',
    columns: [left('closing'), right('distance'), right('places'), right('network'), right('n-gram (nats)')],
    rows: rowsOf(
      distances.map(({ what, from, to, places, model, ngram }) => [
        ...[what, `${from}-${to}`, count(places), nats(model), nats(ngram)],
      ]),
    ),
  };
}

function noveltyBlocks({ characters, shares, longestCopy: { text, at } }: Novelty): Block[] {
  const known = shares.flatMap(({ length, share }) =>
    share === null ? [] : [[String(length), percent(share)]],
  );
  const shown = text.length > 60 ? `${text.slice(0, 30)} ... ${text.slice(-25)}` : text;
  const copy = `longest copy: ${count([...text].length)} characters, from character ${count(at)} on: ${JSON.stringify(shown)}`;
  const title = `novelty: substrings of the sample (${count(characters)} characters) that do not occur in the training text`;
  return [
    { kind: 'heading', title },
    { kind: 'table', columns: [right('characters'), right('new')], rows: rowsOf(known), caption: copy },
  ];
}
