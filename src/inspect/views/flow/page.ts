import { curve, figure, frame, type AxisOptions } from '../plot.js';
import type { FlowReport } from './report.js';
import { symbolOf } from '../text-report.js';

/** The section of the page. */
export function flowSection(report: FlowReport): string {
  const unit = symbolOf(report.text);
  const summary = report.layers.map(
    ({ layer, verdict, reach }) => `layer ${layer} is ${verdict} (1 % left after ${reach} ${unit}s)`,
  );
  return `<p class="note">How much the loss of one prediction changes with the state so many ${unit}s before: ${summary.join('; ')}.</p><div class="plots">${flowPlots(report)}</div>`;
}

/** Gradient norms against distance, both logarithmic, a line per layer; below, the spectra. */
function flowPlots({ layers, text }: FlowReport): string {
  const curves = layers.map(({ layer, points }) => ({
    layer,
    norms: points.map(({ k, h, c }) => [k, Math.max(1e-12, c ?? h)] as const),
  }));
  const all = curves.flatMap(({ norms }) => norms.map(([, norm]) => norm));
  const x: AxisOptions = {
    domain: [1, layers[0]?.points.at(-1)?.k ?? 1],
    scale: 'log',
    label: `${symbolOf(text)}s back`,
    ticks: [1, 2, 4, 8, 16, 32, 64, 128],
  };
  const y: AxisOptions = { domain: [Math.min(...all), Math.max(...all)], scale: 'log', label: '‖∂L/∂state‖' };
  const plot = frame(x, y, (sx, sy) =>
    curves.map(({ layer, norms }) => curve(norms, sx, sy, layer)).join(''),
  );
  return (
    figure(
      plot,
      `Gradients flowing back: ${layers.map(({ layer, verdict }) => `layer ${layer} ${verdict}`).join(', ')}`,
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

function spectra(all: readonly { layer: number; values: readonly number[] }[], caption: string): string {
  const layers = all.filter(({ values }) => values.length > 0);
  if (layers.length === 0) return '';
  const most = Math.max(1, ...layers.flatMap(({ values }) => values));
  const longest = Math.max(2, ...layers.map(({ values }) => values.length));
  const x: AxisOptions = { domain: [1, longest], scale: 'linear', label: 'rank' };
  const y: AxisOptions = { domain: [0, most], scale: 'linear', label: 'singular value' };
  const plot = frame(x, y, (sx, sy) =>
    layers
      .map(({ layer, values }) => {
        const ranked = values.map((value, i) => [i + 1, value] as const);
        return curve(ranked, sx, sy, layer);
      })
      .join(''),
  );
  return figure(plot, caption);
}
