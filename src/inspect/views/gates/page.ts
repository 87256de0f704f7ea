import { percent } from '../../../core/format.js';
import { coordinate } from '../../../formats/svg.js';
import { figure, frame } from '../plot.js';
import type { GatesReport } from './report.js';

/** The section of the page. */
export function gatesSection(report: GatesReport): string {
  if (report.gates.length === 0) return '<p class="note">This kind of cell has no gates.</p>';
  return `<p class="note">Each dot is a unit: to the right when its gate is often open (above .9), up when it is often shut (below .1). Near the diagonal it is nearly always one or the other.</p><div class="plots">${gatePlots(report)}</div>`;
}

/** The 2015 paper's scatter, one plot per layer and gate: a dot per unit, by how often it is open and how often shut. */
function gatePlots({ gates }: GatesReport): string {
  return gates
    .map(({ layer, name, units, left, right }) => {
      const share = { domain: [0, 1], scale: 'linear', ticks: [0, 0.5, 1] } as const;
      const plot = frame({ ...share, label: 'open (> .9)' }, { ...share, label: 'shut (< .1)' }, (x, y) =>
        left
          .map((shut, i) => {
            const open = right[i]!;
            const title = `unit ${units[i]}: open ${percent(open)}, shut ${percent(shut)}`;
            return `<circle class="dot" cx="${coordinate(x.at(open))}" cy="${coordinate(y.at(shut))}" r="3.5"><title>${title}</title></circle>`;
          })
          .join(''),
      );
      return figure(plot, `Layer ${layer}, ${name} gate`);
    })
    .join('');
}
