import { createHash } from 'node:crypto';
import { interpolateRdBu } from 'd3-scale-chromatic';
import { encodeXML } from 'entities';
import { count } from '../../core/format.js';
import { curve, figure, frame } from '../views/plot.js';
import { bitmap } from './bitmap.js';
import type { ClipMemory, Maps, ShownClip } from './report.js';

/** The side of a frame on the page, in pixels, and the gap between two. */
const [SIDE, GAP] = [64, 6];

const grays = Array.from({ length: 256 }, (_, i) => [i, i, i] as const);
/** Blue is positive and red negative, as everywhere in inspect. */
const signed = Array.from({ length: 256 }, (_, i) => {
  const [r, g, b] = interpolateRdBu(i / 255)
    .match(/\d+/g)!
    .map(Number);
  return [r!, g!, b!] as const;
});

const style = `
body { margin: 20px; background: #fff; color: #17181c; font: 15px/1.45 system-ui, sans-serif; color-scheme: light }
h1 { font-size: 18px } h2 { font-size: 15px; margin: 26px 0 4px } small, .soft, figcaption { color: #5d626d; font-weight: normal; font-size: 13px }
figure { margin: 12px 0; width: 360px } svg { width: 100%; height: auto } svg text { fill: #5d626d; font-size: 11px } svg .grid { stroke: #d9dce2 }
svg .curve { fill: none; stroke: #1f5fbf; stroke-width: 2 }
table { border-collapse: collapse } td { padding: 2px ${GAP / 2}px; font-size: 12px; text-align: center } th { font-weight: normal; font-size: 13px; color: #5d626d; text-align: right; padding-right: 10px }
img { display: block; width: ${SIDE}px; height: ${SIDE}px; image-rendering: pixelated } .right { color: #1a7f37 } .wrong { color: #b42318 }
`;

/** A self-contained document without scripts: every clip beside the feature maps of a layer, frame by frame. */
export function* clipPage(report: ClipMemory): Generator<string> {
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${encodeXML(policy)}">\n`;
  yield `<title>Layer ${report.layer} and ${encodeXML(report.clips)}</title>\n<style>${style}</style>\n</head>\n<body>\n`;
  yield `<h1>${encodeXML(report.clips)} <small>${count(report.count)} clips; state h of layer ${report.layer}, frame by frame: blue positive, red negative</small></h1>\n`;
  if (report.accuracy && report.accuracy.length > 1) yield accuracyPlot(report.accuracy);
  for (const shown of report.shown) yield clipTable(shown);
  yield '</body>\n</html>\n';
}

/** The accuracy when clips end after each number of frames. */
function accuracyPlot(accuracy: readonly number[]): string {
  const x = { domain: [1, accuracy.length], scale: 'linear', label: 'frames seen' } as const;
  const y = { domain: [0, 1], scale: 'linear', label: 'accuracy' } as const;
  const points = accuracy.map((share, t) => [t + 1, share] as const);
  const plot = frame(x, y, (sx, sy) => curve(points, sx, sy, 1, ''));
  return figure(plot, 'Accuracy if the clips ended after each number of frames');
}

function clipTable({ clip, label, answers, frames, maps }: ShownClip): string {
  const said = answers.map(({ label: answer, probability }) => {
    const verdict = label === null ? '' : answer === label ? ' class="right"' : ' class="wrong"';
    return `<td${verdict}>${encodeXML(answer)}<br>${probability.toFixed(2)}</td>`;
  });
  const row = ({ name, side, frames }: Maps, image: (values: Float32Array) => Uint8Array) => {
    const cells = frames.map((values, t) => {
      const source = Buffer.from(image(values)).toString('base64');
      return `<td><img alt="${name}, frame ${t + 1}, ${side}×${side}" src="data:image/bmp;base64,${source}"></td>`;
    });
    return `<tr><th>${name}</th>${cells.join('')}</tr>\n`;
  };
  const toByte = (value: number) => Math.round(255 * Math.min(1, Math.max(0, value)));
  const gray = (values: Float32Array) => bitmap(Uint8Array.from(values, toByte), frames.side, grays);
  const inColor = (side: number) => (values: Float32Array) =>
    bitmap(
      Uint8Array.from(values, (value) => toByte((value + 1) / 2)),
      side,
      signed,
    );
  const head = label === null ? '' : ` <small>${encodeXML(label)}</small>`;
  return [
    `<h2>clip ${clip}${head}</h2>\n<table>\n`,
    row(frames, gray),
    `<tr><th>answer</th>${said.join('')}</tr>\n`,
    ...maps.map((map) => row(map, inColor(map.side))),
    '</table>\n',
  ].join('');
}
