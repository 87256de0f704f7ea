import { count, percent, score } from '../../../core/format.js';
import { mean } from '../../../core/numbers.js';
import type { Block, Chart, CsvRow, Table } from '../../../core/result.js';
import type { TextReport } from '../../search/report.js';
import { symbolOf } from '../text-report.js';

/** How often each gate of each unit is saturated. Cells without gates (the plain rnn) have an empty list. */
export interface GatesReport {
  readonly view: 'gates';
  readonly text: TextReport;
  readonly cell: string;
  readonly gates: readonly GateReport[];
}

/** One gate of one layer: for each of its units the fraction of symbols at which it is below .1 or above .9. */
export interface GateReport {
  readonly layer: number;
  readonly gate: string;
  readonly name: string;
  /** The units, from 1: all, or those of --cell. */
  readonly units: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** How often gates are saturated: a row per gate, then the scatters of the 2015 paper, a dot per unit. */
export function blocks({ cell, gates, text }: GatesReport): Block[] {
  if (gates.length === 0) return [{ kind: 'note', text: `This network of ${cell} cells has no such gates.` }];
  const notes = [
    `Fractions of ${count(text.characters)} ${symbolOf(text)}s. Below, each unit by its two fractions:`,
    'right: how often open; up: how often shut; near the origin: rarely saturated.',
  ];
  return [tableOf(gates), { kind: 'note', tone: 'quiet', text: notes }, ...gates.map(scatter)];
}

function tableOf(gates: readonly GateReport[]): Table {
  const often = (shares: readonly number[]) => shares.filter((share) => share > 0.9).length;
  return {
    kind: 'table',
    columns: [
      { name: 'layer', align: 'right' },
      { name: 'gate', align: 'left' },
      { name: 'shut (< .1)', align: 'right' },
      { name: 'open (> .9)', align: 'right' },
      { name: 'units shut or open 9 times in 10', align: 'left' },
    ],
    rows: gates.map(({ layer, name, left, right }) => ({
      cells: [
        ...[String(layer), name, score(mean(left)), score(mean(right))],
        `${often(left)} shut, ${often(right)} open, of ${left.length}`,
      ],
    })),
  };
}

function scatter({ layer, name, units, left, right }: GateReport): Chart {
  const share = { domain: [0, 1], ticks: [0, 0.5, 1] } as const;
  const points = left.map((shut, i) => [right[i]!, shut] as const);
  const titles = points.map(
    ([open, shut], i) => `unit ${units[i]}: open ${percent(open)}, shut ${percent(shut)}`,
  );
  return {
    kind: 'chart',
    mark: 'dots',
    caption: `layer ${layer}, ${name} gate`,
    x: { ...share, label: 'open' },
    y: { ...share, label: 'shut' },
    series: [{ name: '', points, titles }],
  };
}

/** A row per gate and unit. */
export function* rows({ gates }: GatesReport): Generator<CsvRow> {
  yield ['layer', 'gate', 'unit', 'left', 'right'];
  for (const { layer, gate, units, left, right } of gates) {
    for (const [i, unit] of units.entries()) yield [layer, gate, unit, left[i]!, right[i]!];
  }
}
