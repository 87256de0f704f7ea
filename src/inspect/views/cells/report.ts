import { count, score } from '../../../core/format.js';
import type { Block, CsvRow, Table, Tone } from '../../../core/result.js';
import type { FeatureReport, SearchReport, Verdict } from '../../search/report.js';

/** The search, and excerpts of the held-out part with the values of the best cells. */
export interface CellsReport extends SearchReport {
  readonly view: 'cells';
  readonly excerpts: readonly Excerpt[];
}

/** An excerpt and the values of one cell in it. */
export interface Excerpt {
  readonly feature: string;
  readonly cell: string;
  /** Position of its first symbol in the text. */
  readonly from: number;
  readonly symbols: readonly string[];
  /** The cell's value after each symbol, and the largest absolute value among them. */
  readonly values: readonly number[];
  readonly range: number;
}

/** Narrower than 80 columns, to leave room for the last bracket. */
const EXCERPT_WIDTH = 79;

/** The table of features, what its numbers are, excerpts with the best cells, and what to ask next. */
export const blocks = (report: CellsReport): Block[] => [
  tableOf(report),
  { kind: 'note', tone: 'quiet', text: legend(report) },
  ...report.excerpts.flatMap(excerptBlocks),
  ...(report.excerpts.length > 0
    ? [{ kind: 'heading', title: '', legend: 'scale', only: 'terminal', whole: true } as const]
    : []),
  ...nextSteps(report),
];

const excerptBlocks = ({ cell, feature, from, symbols, values, range }: Excerpt): Block[] => [
  {
    kind: 'heading',
    only: 'terminal',
    title: cell,
    rest: ` and ${feature}, from position ${from}:`,
  },
  { kind: 'colored', only: 'terminal', symbols, values, range, width: EXCERPT_WIDTH },
];

const words: Record<Verdict, { readonly text: string; readonly tone: Tone }> = {
  tracks: { text: 'tracks', tone: 'good' },
  partly: { text: 'partly', tone: 'fair' },
  'echo of recent characters': { text: 'echo', tone: 'quiet' },
  'no better than chance': { text: 'chance', tone: 'quiet' },
};

function tableOf({ features, recentSymbols: k }: CellsReport): Table {
  const numbers = ['cell', 'score', 'untrained', `last ${k}`, 'p', 'all'];
  return {
    kind: 'table',
    columns: [
      { name: 'feature', align: 'left', cut: 16 },
      ...numbers.map((name) => ({ name, align: 'right' }) as const),
      { name: 'verdict', align: 'left' },
    ],
    rows: features.map((feature) => ({ cells: cellsOf(feature), about: feature.cell })),
  };
}

const cellsOf = (f: FeatureReport): Table['rows'][number]['cells'] => [
  { text: f.feature, long: f.what },
  f.cell,
  (f.sign < 0 ? '↓' : '') + score(f.score),
  score(f.untrained),
  score(f.recent),
  f.p < 0.001 ? '<.001' : f.p.toFixed(3).replace('0.', '.'),
  score(f.probe.at(-1)?.score ?? NaN),
  { ...words[f.verdict], long: f.verdict },
];

function legend({ parts, recentSymbols: k, cells, text, shuffles, absent }: CellsReport): string[] {
  const { selection, heldOut } = parts;
  return [
    `score: AUC of binary features (.5 is chance), Spearman's ρ of graded ones (0 is chance); ↓ the cell is low where ` +
      `the feature is high. Selected among ${count(cells)} cells on ${count(selection.to)} ${text.of ?? 'characters'}, scored on ` +
      `the next ${count(heldOut.to - heldOut.from)}. A cell is LAYER:UNIT:STATE.`,
    `untrained: the best cell of the untrained network. last ${k}: a predictor that sees the last ${k} characters only. ` +
      `p: family-wise over all cells, ${shuffles} shuffles of blocks. all: a linear probe of all cells. ` +
      `echo: the last ${k} characters do as well. chance: shuffled blocks or the untrained network do.`,
    `Too rare for a verdict: ${absent.join(', ') || 'none'}.`,
  ];
}

function nextSteps({ features, text }: CellsReport): Block[] {
  const best = features.find(({ verdict }) => verdict === 'tracks') ?? features[0];
  if (best === undefined)
    return [{ kind: 'note', text: 'No feature occurs often enough in this text to look for its cell.' }];
  const ablation = `--view ablation --cell ${best.cell} --feature ${best.feature}`;
  const flags = [
    `--view text --cell ${best.cell}`,
    text.of ? '--view saliency' : ablation,
    '--html cells.html',
  ];
  const none: Block = { kind: 'note', text: 'No single cell tracks any of these features.' };
  return [...(best.verdict === 'tracks' ? [] : [none]), { kind: 'next', flags }];
}

/** A row per feature. */
export function* rows({ features }: CellsReport): Generator<CsvRow> {
  yield [
    ...['feature', 'kind', 'measure', 'mean', 'cell', 'sign', 'score', 'f1', 'r2'],
    ...['untrained', 'recent', 'p', 'verdict', 'probe_1', 'probe_all'],
  ];
  for (const f of features) {
    const probe = [f.probe[0]?.score ?? '', f.probe.at(-1)?.score ?? ''];
    const scores = [f.score, f.f1 ?? '', f.r2 ?? '', f.untrained, f.recent, f.p];
    yield [f.feature, f.kind, f.measure, f.mean, f.cell, f.sign, ...scores, f.verdict, ...probe];
  }
}
