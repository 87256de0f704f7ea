import { line } from 'd3-shape';
import { encodeXML } from 'entities';
import type { FlowReport } from '../flow-view.js';
import type { GatesReport } from '../gates-view.js';
import type { MemoryReport } from '../memory-view.js';
import { frame, type Axis } from './frame.js';

/** The 2015 paper's scatter, one plot per layer and gate: a dot per unit, by how often it is open and how often shut. */
export function gatePlots({ gates }: GatesReport): string {
  return gates
    .map(({ layer, name, left, right }) => {
      const share = { domain: [0, 1], scale: 'linear', ticks: [0, 0.5, 1] } as const;
      const plot = frame({ ...share, label: 'open (> .9)' }, { ...share, label: 'shut (< .1)' }, (x, y) =>
        left
          .map((shut, unit) => {
            const open = right[unit]!;
            const title = `unit ${unit + 1}: open ${percent(open)}, shut ${percent(shut)}`;
            return `<circle class="dot" cx="${fixed(x(open))}" cy="${fixed(y(shut))}" r="3.5"><title>${title}</title></circle>`;
          })
          .join(''),
      );
      return figure(plot, `Layer ${layer}, ${name} gate`);
    })
    .join('');
}

/** Gradient norms against distance, both logarithmic, a line per layer; below, the spectra. */
export function flowPlots({ layers }: FlowReport): string {
  const distances = layers[0]?.points.map(({ k }) => k) ?? [];
  const curves = layers.map(({ layer, points }) => ({
    layer,
    values: points.map(({ h, c }) => Math.max(1e-12, c ?? h)),
  }));
  const all = curves.flatMap(({ values }) => values);
  const x: Axis = {
    domain: [1, distances.at(-1) ?? 1],
    scale: 'log',
    label: 'characters back',
    ticks: [1, 2, 4, 8, 16, 32, 64, 128],
  };
  const y: Axis = { domain: [Math.min(...all), Math.max(...all)], scale: 'log', label: '‖∂L/∂state‖' };
  const norms = frame(x, y, (sx, sy) =>
    curves.map(({ layer, values }) => curve(distances, values, sx, sy, layer)).join(''),
  );
  return (
    figure(
      norms,
      `Gradients flowing back: ${layers.map(({ layer, says }) => `layer ${layer} ${says}`).join(', ')}`,
    ) +
    spectra(
      layers.map(({ layer, recurrent }) => ({ layer, values: recurrent })),
      'Singular values of W_hh',
    ) +
    spectra(
      layers.map(({ layer, step }) => ({ layer, values: step })),
      'Singular values of one step’s Jacobian',
    )
  );
}

function spectra(layers: readonly { layer: number; values: readonly number[] }[], caption: string): string {
  const most = Math.max(1, ...layers.flatMap(({ values }) => values));
  const longest = Math.max(2, ...layers.map(({ values }) => values.length));
  const x: Axis = { domain: [1, longest], scale: 'linear', label: 'rank' };
  const y: Axis = { domain: [0, most], scale: 'linear', label: 'singular value' };
  const plot = frame(x, y, (sx, sy) =>
    layers
      .map(({ layer, values }) =>
        curve(
          values.map((_, i) => i + 1),
          values,
          sx,
          sy,
          layer,
        ),
      )
      .join(''),
  );
  return figure(plot, caption);
}

/** Loss against context, logarithmic in the context; the dashed line is the whole past. */
export function memoryPlot({ points, full }: MemoryReport): string {
  const losses = points.map(({ loss }) => loss);
  const x: Axis = {
    domain: [1, points.at(-1)!.k],
    scale: 'log',
    label: 'characters of context',
    ticks: [1, 4, 16, 64, 256],
  };
  const y: Axis = {
    domain: [Math.min(full, ...losses), Math.max(...losses)],
    scale: 'linear',
    label: 'nats per character',
  };
  const plot = frame(x, y, (sx, sy) => {
    const [left, right] = [sx(1), sx(points.at(-1)!.k)].map(fixed);
    const whole = `<line class="whole" x1="${left}" x2="${right}" y1="${fixed(sy(full))}" y2="${fixed(sy(full))}"/>`;
    return (
      whole +
      curve(
        points.map(({ k }) => k),
        losses,
        sx,
        sy,
        1,
      )
    );
  });
  return figure(plot, 'Loss after the state was reset so many characters ago; dashed: with the whole past');
}

function curve(xs: readonly number[], ys: readonly number[], x: Scale, y: Scale, layer: number): string {
  const path =
    line<number>(
      (_, i) => x(xs[i]!),
      (value) => y(value),
    )(ys as number[]) ?? '';
  const d = path.replace(/\d+\.\d+/g, (number) => fixed(Number(number)));
  const end = ys.length - 1;
  return `<path class="curve layer-${layer}" d="${d}"/><text class="name" x="${fixed(x(xs[end]!))}" y="${fixed(y(ys[end]!) - 6)}" text-anchor="end">layer ${layer}</text>`;
}

type Scale = (value: number) => number;

const figure = (plot: string, caption: string): string =>
  `<figure>${plot}<figcaption>${encodeXML(caption)}</figcaption></figure>`;
const fixed = (value: number): string => value.toFixed(1);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
