import { createHash } from 'node:crypto';
import { encodeXML } from 'entities';
import { symbolsIn } from '../forward/text.js';
import type { PageData } from '../page/data.js';
import { featuresOf, findings } from '../page/findings.js';
import { pageScript } from '../page/generated/script.js';
import { darkColors, lightColors } from './colors.js';
import type { PageContent } from './content.js';
import { pageStyle } from './style.js';
import { body } from './template.js';

/**
 * The page in pieces, to be written in order: a self-contained document. Its policy forbids every connection, and
 * every script but the one whose digest it names; all foreign text is escaped.
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
    features: featuresOf(report),
    symbols,
    colors: { light: lightColors(), dark: darkColors() },
  };
}

const block = (id: string, type: string, content: string): string =>
  `<script id="${id}" type="${type}">${content}</script>\n`;

const digest = (source: string): string => `sha256-${createHash('sha256').update(source).digest('base64')}`;
