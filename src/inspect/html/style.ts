import { darkColors, lightColors } from './colors.js';
import { STEPS } from '../page/data.js';

/** The page's style sheet. Colors of values are variables, so that one rule switches the theme. */
export function pageStyle(): string {
  const variables = (colors: readonly string[]): string => colors.map((c, i) => `--v${i}:${c}`).join(';');
  const light = `--theme:light;--ink:#17181c;--soft:#5d626d;--paper:#ffffff;--panel:#f5f6f8;--line:#d9dce2;--accent:#1f5fbf;--mark:#d9480f;${variables(lightColors())}`;
  const dark = `--theme:dark;--ink:#e8e9ec;--soft:#a2a8b4;--paper:#181a1f;--panel:#20232a;--line:#363b45;--accent:#7fb0ff;--mark:#ffa94d;${variables(darkColors())}`;
  return `
:root { color-scheme: light; ${light} }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { color-scheme: dark; ${dark} } }
:root[data-theme=dark] { color-scheme: dark; ${dark} }
${RULES}
.key-low { background: var(--v${Math.round(STEPS * 0.15)}) } .key-zero { background: var(--v${STEPS}) } .key-high { background: var(--v${Math.round(STEPS * 1.85)}) }
`;
}

/** The style of the cell browser, here and in src/page. */
export const CELL_RULES = `#list { flex: 1; min-height: 60px; overflow-y: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--panel) }
.list-spacer { position: relative; overflow: hidden } .list-rows { will-change: transform }
.cell-row { height: 30px; padding: 0 10px; display: flex; gap: 10px; align-items: center; cursor: pointer; white-space: nowrap }
.cell-row:hover { background: var(--line) } .cell-row[aria-selected=true] { background: var(--accent); color: var(--paper) }
.cell-name { font-family: ui-monospace, monospace; font-size: 13px; width: 74px } .cell-feature { flex: 1; overflow: hidden; text-overflow: ellipsis }
.cell-mark { font-size: 12px; color: var(--soft) } .rejected .cell-feature, .rejected .cell-score { color: var(--soft) } .cell-row[aria-selected=true] span { color: inherit }
.cell-score { font-variant-numeric: tabular-nums; font-size: 13px }
#scroller { position: relative; flex: 1; min-height: 120px; overflow-y: scroll; border: 1px solid var(--line); border-radius: 8px }
#canvas { position: sticky; top: 0; display: block; cursor: text }
#readout { min-height: 3em; margin: 0; font-size: 13.5px; color: var(--soft); overflow-wrap: anywhere }
.key { display: inline-flex; font-size: 12px } .key span { padding: 1px 8px; border: 1px solid var(--line) } #chosen { font-family: ui-monospace, monospace; font-weight: bold }
#cell-panel, #query { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 12px; margin-bottom: 12px } #query:empty { display: none }
#cell-panel ul { margin: 0 0 8px; padding-left: 18px } .evidence { display: block; color: var(--soft); font-size: 13px }
figure { margin: 0 } .histogram { display: flex; align-items: flex-end; height: 74px; gap: 1px; border-bottom: 1px solid var(--line) }
.histogram i { flex: 1; background: var(--accent); min-height: 0 } .scale { display: flex; justify-content: space-between; font-size: 12px; color: var(--soft) }
.excerpt { display: block; width: 100%; margin: 0 0 3px; padding: 3px 6px; overflow: hidden; white-space: pre; text-align: left; font: 12px ui-monospace, monospace; background: var(--paper) }
.excerpt span { unicode-bidi: isolate } .excerpt .here { outline: 1.5px solid var(--mark) } .chip { margin: 0 4px 4px 0; font: 12px ui-monospace, monospace }`;

const RULES = `
* { box-sizing: border-box }
html, body { height: 100%; margin: 0 }
body { display: flex; flex-direction: column; background: var(--paper); color: var(--ink); font: 15px/1.45 system-ui, sans-serif }
h1 { font-size: 17px; margin: 0 } h1 small { font-weight: normal; color: var(--soft) }
h2 { font-size: 16px; margin: 0 0 6px } h3 { font-size: 13px; margin: 14px 0 4px; color: var(--soft) }
header { display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: center; padding: 8px 14px; border-bottom: 1px solid var(--line) }
nav { display: flex; gap: 2px; margin-left: auto }
button, select, input { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 3px 10px }
button { cursor: pointer } button:hover { border-color: var(--accent) }
button[aria-selected=true], button[aria-pressed=true] { background: var(--accent); border-color: var(--accent); color: var(--paper) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px }
main { flex: 1; min-height: 0 } main > section { height: 100%; overflow: auto; padding: 14px } [hidden] { display: none !important }
#view-text { display: grid; grid-template-columns: 290px minmax(0, 1fr) 370px; grid-template-rows: minmax(0, 1fr); gap: 14px; overflow: hidden }
#side, #middle { display: flex; flex-direction: column; gap: 8px; min-height: 0; min-width: 0 } #aside { overflow: auto; min-width: 0 }
.tools { display: flex; gap: 6px; flex-wrap: wrap; align-items: center } .tools input { flex: 1; min-width: 80px }
${CELL_RULES}
table { border-collapse: collapse; max-width: 1000px } th, td { text-align: left; padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line) } td { font-variant-numeric: tabular-nums }
tr[data-cell-name] { cursor: pointer } tr[data-cell-name]:hover { background: var(--panel) } th { font-size: 13px; color: var(--soft) } .number { text-align: right }
.tracks { color: #1a7f37; font-weight: 600 } [data-theme=dark] .tracks { color: #5fd67f } .note { color: var(--soft); max-width: 75ch }
.plots { display: flex; flex-wrap: wrap; gap: 18px } .plots figure { width: 360px; max-width: 100% } figcaption { font-size: 13px; color: var(--soft); text-align: center }
svg { width: 100%; height: auto; display: block } svg text { fill: var(--soft); font-size: 11px } svg .grid { stroke: var(--line) } svg .dot { fill: var(--accent); fill-opacity: .45 }
svg .curve { fill: none; stroke: var(--accent); stroke-width: 2 } svg .layer-2 { stroke: var(--mark) } svg .layer-3 { stroke: #2f9e44 } svg .whole { stroke: var(--soft); stroke-dasharray: 4 4 }
kbd { border: 1px solid var(--line); border-radius: 4px; padding: 0 5px; font: 12px ui-monospace, monospace } .help { font-size: 12.5px; color: var(--soft); margin: 0 }
@media (max-width: 1100px) { #view-text { grid-template-columns: 230px minmax(0, 1fr); grid-template-rows: minmax(0, 1fr) 42% } #aside { grid-column: 1 / 3 } }
@media (max-width: 700px) { #view-text { display: flex; flex-direction: column; overflow: auto } #side { flex: none } #list { flex: none; height: 130px } #middle { flex: none; height: 60vh } #aside { overflow: visible } nav { margin-left: 0; flex-wrap: wrap } .help { display: none } }
`;
