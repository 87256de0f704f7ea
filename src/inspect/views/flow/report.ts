import type { Block, Chart, CsvRow } from '../../../core/result.js';
import type { TextReport } from '../../search/report.js';
import { symbolOf } from '../text-report.js';

/** How far gradients reach back, and the spectra of the weights. */
export interface FlowReport {
  readonly view: 'flow';
  readonly text: TextReport;
  readonly layers: readonly LayerFlow[];
}

export interface LayerFlow {
  readonly layer: number;
  /** Mean norm of ∂L_t/∂(state at t − k): h, and for an LSTM also c. */
  readonly points: readonly { readonly k: number; readonly h: number; readonly c: number | null }[];
  /** The largest k at which the norm (of c, where there is one) is still 1 % of that at k = 1. */
  readonly reach: number;
  readonly verdict: 'vanishing' | 'exploding' | 'balanced';
  /** Singular values of W_hh [G·H, H], largest first. */
  readonly recurrent: readonly number[];
  /** Singular values of one step's Jacobian ∂state_t/∂state_{t−1}, a mean over a few places in the text. */
  readonly step: readonly number[];
}

/** Of each layer a verdict and norms against distance, and on a page the same and the spectra as charts. */
export function blocks({ layers, text }: FlowReport): Block[] {
  const unit = symbolOf(text);
  const spectra = [
    spectraChart(layers, 'recurrent', 'singular values of W_hh'),
    spectraChart(layers, 'step', 'singular values of one step’s Jacobian'),
  ];
  return [
    ...layers.flatMap(layerBlocks),
    normChart(layers, unit),
    ...spectra.filter(({ series }) => series.length > 0),
    {
      kind: 'note',
      tone: 'quiet',
      text: `Mean norms at 32 places of ∂L(next ${unit})/∂(state k steps back). Vanishing: under 1 % before 32 steps; exploding: ever above 10 times; balanced: neither.`,
    },
  ];
}

function layerBlocks({ layer, points, verdict, reach, recurrent, step }: LayerFlow): Block[] {
  const start = points[0]!;
  const names = ['k', '∂L/∂h', start.c === null ? '' : '∂L/∂c'];
  return [
    {
      kind: 'heading',
      title: `layer ${layer}: ${verdict}`,
      rest: ` — 1 % of the gradient of one step back is left after ${reach} steps`,
    },
    {
      kind: 'table',
      only: 'terminal',
      columns: [
        ...names.map((name) => ({ name, align: 'right' }) as const),
        { name: 'of that at k = 1, log scale to 1 %', align: 'left' },
      ],
      rows: points.map(({ k, h, c }) => ({
        cells: [
          String(k),
          h.toExponential(1),
          c === null ? '' : c.toExponential(1),
          { bar: onLogScale((c ?? h) / (start.c ?? start.h)) },
        ],
      })),
      caption: [
        ...(recurrent.length > 0 ? [`singular values of W_hh: ${quantiles(recurrent)}`] : []),
        `of one step's Jacobian:  ${quantiles(step)}`,
      ],
    },
  ];
}

/** From 1 % or less to 1 or more, as 0 to 1. */
const onLogScale = (share: number): number =>
  Math.max(0, Math.min(1, 1 + Math.log10(Math.max(share, 1e-9)) / 2));

function quantiles(values: readonly number[]): string {
  const at = (share: number): string => values[Math.floor(share * (values.length - 1))]!.toFixed(2);
  return `largest ${at(0)}, a tenth above ${at(0.1)}, half above ${at(0.5)}, smallest ${at(1)}`;
}

function normChart(layers: readonly LayerFlow[], unit: string): Chart {
  return {
    kind: 'chart',
    mark: 'line',
    only: 'page',
    x: { label: `${unit}s back`, scale: 'log', ticks: [1, 2, 4, 8, 16, 32, 64, 128] },
    y: { label: '‖∂L/∂state‖', scale: 'log' },
    series: layers.map(({ layer, points }) => ({
      name: `layer ${layer}`,
      points: points.map(({ k, h, c }) => [k, Math.max(1e-12, c ?? h)] as const),
    })),
    caption: `gradients flowing back: ${layers.map(({ layer, verdict }) => `layer ${layer} ${verdict}`).join(', ')}`,
  };
}

function spectraChart(layers: readonly LayerFlow[], of: 'recurrent' | 'step', caption: string): Chart {
  const known = layers.filter((layer) => layer[of].length > 0);
  const longest = Math.max(2, ...known.map((layer) => layer[of].length));
  const most = Math.max(1, ...known.flatMap((layer) => layer[of]));
  return {
    kind: 'chart',
    mark: 'line',
    only: 'page',
    caption,
    x: { label: 'rank', domain: [1, longest] },
    y: { label: 'singular value', domain: [0, most] },
    series: known.map((layer) => ({
      name: `layer ${layer.layer}`,
      points: layer[of].map((value, i) => [i + 1, value] as const),
    })),
  };
}

/** A row per layer, quantity and index. */
export function* rows({ layers }: FlowReport): Generator<CsvRow> {
  yield ['layer', 'quantity', 'index', 'value'];
  for (const { layer, points, recurrent, step } of layers) {
    for (const { k, h, c } of points) {
      yield [layer, 'gradient_h', k, h];
      if (c !== null) yield [layer, 'gradient_c', k, c];
    }
    for (const [i, value] of recurrent.entries()) yield [layer, 'singular_value_W_hh', i + 1, value];
    for (const [i, value] of step.entries()) yield [layer, 'singular_value_step', i + 1, value];
  }
}
