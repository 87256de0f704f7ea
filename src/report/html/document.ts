import { createHash } from 'node:crypto';
import { encodeXML } from 'entities';
import type { Block } from '../../core/result.js';
import { renderHtml } from './render.js';

const style = `
body { margin: 20px; background: #fff; color: #17181c; font: 15px/1.45 system-ui, sans-serif; color-scheme: light }
h2 { font-size: 18px } h3 { font-size: 15px; margin: 26px 0 4px } small, .note, figcaption { color: #5d626d; font-weight: normal; font-size: 13px }
.plots { display: flex; flex-wrap: wrap; gap: 18px } figure { margin: 12px 0; width: 360px } figure svg { width: 100%; height: auto }
svg text { fill: #5d626d; font-size: 11px } svg .grid { stroke: #d9dce2 } svg .dot, svg.shares { fill: #1f5fbf }
svg .curve { fill: none; stroke: #1f5fbf; stroke-width: 2 } svg .layer-2 { stroke: #b35900 } svg .layer-3 { stroke: #2f9e44 }
svg .layer-4 { stroke: #c92a2a } svg .layer-5 { stroke: #7048b6 } svg .layer-6 { stroke: #0b7285 } svg .layer-7 { stroke: #c2255c }
svg .layer-8 { stroke: #846358 } svg .layer-9 { stroke: #868e96 } svg .layer-10 { stroke: #5c940d } figure.wide { width: auto; max-width: 860px }
svg .whole { fill: none; stroke: #5d626d; stroke-dasharray: 4 4 }
table { border-collapse: collapse } td, th { padding: 2px 10px 2px 0; font-size: 13px; text-align: left } th { font-weight: normal; color: #5d626d }
.number { text-align: right; font-variant-numeric: tabular-nums } .tracks, .right { color: #1a7f37 } .wrong { color: #b42318 }
.frame { padding: 2px 3px; text-align: center } img { display: block; width: 64px; height: 64px; image-rendering: pixelated }
`;

/** A self-contained page without scripts, which may load nothing. */
export function htmlDocument(title: string, blocks: readonly Block[]): string {
  const digest = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    `<meta http-equiv="Content-Security-Policy" content="${encodeXML(policy)}">`,
    `<title>${encodeXML(title)}</title>\n<style>${style}</style>\n</head>\n<body>`,
    renderHtml(blocks),
    '</body>\n</html>\n',
  ].join('\n');
}
