import { createHash } from 'node:crypto';
import { encodeXML } from 'entities';
import { symbolsIn } from '../forward/text.js';
import type { CellFinding, PageData } from '../page/data.js';
import { pageScript } from '../page/generated/script.js';
import type { SearchReport } from '../search/report.js';
import { score } from '../views/terminal.js';
import { darkColors, lightColors } from './colors.js';
import type { PageContent } from './content.js';
import { pageStyle } from './style.js';
import { body } from './template.js';

/**
 * The page in pieces, to be written one after the other: a document that needs nothing else. Its policy forbids every
 * connection and every script but the one whose digest it names; all foreign text is escaped.
 */
export function* htmlDocument(content: PageContent): Generator<string> {
  const style = pageStyle();
  const policy = [
    "default-src 'none'",
    `script-src '${digest(pageScript)}'`,
    `style-src '${digest(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${encodeXML(policy)}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n';
  yield `<title>Cells and ${encodeXML(content.text.name)}</title>\n<style>${style}</style>\n</head>\n`;
  yield `<body data-start="${content.start}">\n${body(content)}`;
  yield block('data', 'application/json', JSON.stringify(pageData(content)).replaceAll('<', '\\u003c'));
  yield block('candidates', 'text/plain', content.recording.packedCandidates());
  for (const cell of content.cells.keys()) {
    yield block(`cell-${cell}`, 'text/plain', content.recording.packedCell(cell));
  }
  yield `<script>${pageScript}</script>\n</body>\n</html>\n`;
}

function pageData({ text, cells, symbols, recording, report }: PageContent): PageData {
  const shown = symbolsIn(text);
  return {
    textName: text.name,
    text: text.characterOf === undefined ? shown.join('') : shown,
    cells,
    ranges: Array.from(recording.ranges, (range) => Number(range.toPrecision(4))),
    best: findings(report, cells),
    features: report.features.map((f) => ({
      name: f.feature,
      what: f.what,
      cell: f.cell,
      verdict: f.verdict,
      evidence:
        `${f.measure === 'auc' ? 'AUC' : 'ρ'} ${score(f.score)}, untrained ${score(f.untrained)}, ` +
        `last ${report.recentSymbols} characters ${score(f.recent)}, p ${f.p.toFixed(3)}`,
    })),
    symbols,
    colors: { light: lightColors(), dark: darkColors() },
  };
}

const RANKS = { tracks: 3, partly: 2, 'echo of recent characters': 1, 'no better than chance': 0 };

/** What was found for each embedded cell. */
function findings({ byCell, features }: SearchReport, cells: readonly string[]): CellFinding[] {
  const found = new Map(byCell.map((finding) => [finding.cell, finding]));
  return cells.map((cell) => {
    const { feature = null, score = 0, verdict = null } = found.get(cell) ?? {};
    return {
      feature: features.findIndex((f) => f.feature === feature),
      score: Number(score.toFixed(4)),
      rank: verdict === null ? 0 : RANKS[verdict],
      selected: features.some((f) => f.feature === feature && f.cell === cell),
    };
  });
}

const block = (id: string, type: string, content: string): string =>
  `<script id="${id}" type="${type}">${content}</script>\n`;

const digest = (source: string): string => `sha256-${createHash('sha256').update(source).digest('base64')}`;
