import { createHash } from 'node:crypto';
import { encodeXML } from 'entities';
import { cellAt, cellName, type Cells } from '../cells.js';
import type { CellsReport } from '../cells-report.js';
import { stringOf } from '../features/regex.js';
import type { FlowReport } from '../flow-view.js';
import type { GatesReport } from '../gates-view.js';
import type { MemoryReport } from '../memory-view.js';
import { score } from '../render/columns.js';
import type { Subject } from '../subject.js';
import { codeAt } from '../text.js';
import type { PageData } from '../page/data.js';
import { darkColors, lightColors } from './colors.js';
import { pageScript } from './inline.js';
import { flowPlots, gatePlots, memoryPlot } from './plots.js';
import type { Recording } from './recording.js';
import { pageStyle } from './style.js';
import { body } from './template.js';

/** Everything the page shows. The text of `subject` is what is embedded; the reports may be of more. */
export interface PageContent {
  readonly subject: Subject;
  readonly cells: Cells;
  readonly symbols: readonly string[];
  readonly recording: Recording;
  readonly report: CellsReport;
  readonly gates: GatesReport;
  readonly flow: FlowReport | null;
  readonly memory: MemoryReport | null;
  /** Which view is open at first. */
  readonly start: string;
}

/**
 * The page in pieces, to be written one after the other: a document that needs nothing else. Its policy forbids every
 * connection and every script but the one whose digest it names; all foreign text is escaped.
 */
export function* htmlPage(content: PageContent): Generator<string> {
  const [script, style] = [pageScript(), pageStyle()];
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const { text } = content.subject;
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${encodeXML(policy)}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n';
  yield `<title>Cells and ${encodeXML(text.name)}</title>\n<style>${style}</style>\n</head>\n`;
  yield `<body data-start="${content.start}">\n${body(content, plots(content))}`;
  yield block('data', 'application/json', JSON.stringify(pageData(content)).replaceAll('<', '\\u003c'));
  yield block('candidates', 'text/plain', content.recording.packedCandidates());
  for (let cell = 0; cell < content.cells.count; cell++) {
    yield block(`cell-${cell}`, 'text/plain', content.recording.packedCell(cell));
  }
  yield `<script>${script}</script>\n</body>\n</html>\n`;
}

function plots({ gates, flow, memory }: PageContent): Record<'gates' | 'flow' | 'memory', string> {
  return {
    gates: gatePlots(gates),
    flow: flow === null ? '' : flowPlots(flow),
    memory: memory === null ? '' : memoryPlot(memory),
  };
}

function pageData({ subject: { text }, cells, symbols, recording, report }: PageContent): PageData {
  const codes = Int32Array.from(text.ids, (_, i) => codeAt(text, i));
  return {
    textName: text.name,
    text: stringOf(codes),
    cells: Array.from({ length: cells.count }, (_, cell) => cellName(cellAt(cells, cell))),
    ranges: Array.from(recording.ranges, (range) => Number(range.toPrecision(4))),
    best: report.byCell.map(({ feature, score }) => ({
      feature: report.features.findIndex((f) => f.feature === feature),
      score: Number(score.toFixed(4)),
    })),
    features: report.features.map((f) => ({
      name: f.feature,
      what: f.what,
      cell: f.cell,
      verdict: f.verdict,
      evidence:
        `${f.measure === 'auc' ? 'AUC' : 'ρ'} ${score(f.score)}, untrained twin ${score(f.twin)}, ` +
        `last ${report.recentSymbols} characters ${score(f.recent)}, p ${f.p.toFixed(3)}`,
    })),
    symbols,
    colors: { light: lightColors(), dark: darkColors() },
  };
}

const block = (id: string, type: string, content: string): string =>
  `<script id="${id}" type="${type}">${content}</script>\n`;

const digest = (source: string): string => `sha256-${createHash('sha256').update(source).digest('base64')}`;
