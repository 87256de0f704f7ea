import { join } from 'node:path';
import { schemeTableau10 } from 'd3-scale-chromatic';
import { encodeXML } from 'entities';
import { disk } from '../../disk/disk.js';
import { LOG } from '../../runs/files.js';
import { columnLabels, gridRows, linearAxis, polyline, text } from '../../formats/svg.js';
import { readCurve, type Point } from '../../runs/curve.js';
import type { ReadRun, Row } from './read-run.js';
import { cellsOf, headOf } from './table.js';
import { comparedUnits } from './units.js';

const [WIDTH, HEIGHT] = [860, 420];
const [LEFT, RIGHT, BOTTOM] = [56, WIDTH - 12, HEIGHT - 36];

/** One self-contained page without scripts: the validation loss of every run against epochs, and the table. */
export async function comparisonPage(runs: readonly ReadRun[], notes: readonly string[]): Promise<string> {
  const rows = runs.map(({ row }) => row);
  const units = comparedUnits(runs);
  const curves = await Promise.all(rows.map(curveOf));
  const head = headOf(units)
    .map((name) => `<th>${name}</th>`)
    .join('');
  const body = runs.map((run, i) => {
    const cells = cellsOf(run, units)
      .map((cell) => `<td>${encodeXML(cell)}</td>`)
      .join('');
    return `<tr><td class="key" style="background:${colorOf(i)}"></td>${cells}</tr>`;
  });
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>Comparison of ${rows.length} runs</title><style>${style}</style></head><body>`,
    `<h1>${rows.length} runs</h1>`,
    plot(curves, units.losses),
    ...notes.map((note) => `<p>${encodeXML(note)}</p>`),
    `<table><thead><tr><th></th>${head}</tr></thead><tbody>`,
    ...body,
    '</tbody></table></body></html>\n',
  ].join('\n');
}

async function curveOf(row: Row): Promise<readonly Point[]> {
  const log = join(row.run, LOG);
  if (!disk.stat(log)?.isFile()) return [];
  const { validation, training } = await readCurve(log);
  return validation.length > 0 ? validation : training;
}

function plot(curves: readonly (readonly Point[])[], losses: string): string {
  const points = curves.flat();
  if (points.length === 0) return '<p>No run has a loss yet.</p>';
  const values = points.map(([, loss]) => loss);
  const last = Math.max(...points.map(([epoch]) => epoch), 1e-9);
  const x = linearAxis([0, last], [LEFT, RIGHT], 8, false);
  const y = linearAxis([Math.min(...values), Math.max(...values) + 1e-9], [BOTTOM, 12], 6);
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="validation loss against epochs">`,
    ...gridRows(y, [LEFT, RIGHT]),
    ...columnLabels(x, BOTTOM + 18),
    text(RIGHT, HEIGHT - 4, `epochs; validation ${losses}`, 'end'),
    ...curves.map((curve, i) => polyline(curve, x, y, `class="curve" stroke="${colorOf(i)}"`)),
    '</svg>',
  ].join('\n');
}

const colorOf = (i: number): string => schemeTableau10[i % 10]!;

const style = `
  :root { color-scheme: light dark } body { font: 14px system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem }
  svg { width: 100%; font-size: 12px } text { fill: currentColor } .grid { stroke: #8884 } .curve { fill: none; stroke-width: 2 }
  table { border-collapse: collapse; display: block; overflow-x: auto } th, td { padding: .2rem .6rem; text-align: right; white-space: nowrap }
  th:nth-child(2), td:nth-child(2) { text-align: left } .key { padding: 0; min-width: .6rem }`;
