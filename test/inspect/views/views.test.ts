import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Chalk } from 'chalk';
import { expect } from 'chai';
import { checkFlags, type InspectValues } from '../../../src/cli/options/inspect.js';
import { makePage } from '../../../src/inspect/html/page.js';
import { csvText } from '../../../src/inspect/views/csv.js';
import { views, type ViewEntry } from '../../../src/inspect/views/index.js';
import { library } from '../../../src/inspect/features/index.js';
import { reportIn } from '../../helpers/reports.js';
import type { Pieces } from '../../../src/inspect/views/view.js';
import { buildQuoteCell, inspectionOf, quotedLines } from '../networks/hand-built.js';

const source = fileURLToPath(new URL('../../../../src/', import.meta.url));
const style = { chalk: new Chalk({ level: 0 }), columns: 80, safe: (text: string) => text, command: '' };

async function textOf(pieces: Pieces | AsyncIterable<Uint8Array>): Promise<string> {
  if (typeof pieces === 'string') return pieces;
  let text = '';
  for await (const piece of pieces) text += Buffer.from(piece).toString();
  return text;
}

describe('a view', () => {
  // the line of the registry
  const entry: ViewEntry = {
    name: 'toy',
    help: 'how many symbols',
    load: async () => (await import('./toy/index.js')).toy,
  };
  const features = library.filter(({ name }) => name === 'double-quotes');

  it('is a folder and a line of the registry: then it has a terminal form, CSV, JSON and a section of the page', async () => {
    const content = quotedLines(80);
    const inspection = await inspectionOf(content, buildQuoteCell, { features });
    const toy = await entry.load();
    const shown = await inspection.show(toy);
    expect(await textOf(shown.terminal(style))).to.equal(`${content.length} letters\n`);
    expect(await textOf(csvText(shown.csv()))).to.equal(`letters\n${content.length}\n`);
    expect(JSON.parse(await textOf(shown.json()))).to.deep.equal({ view: 'toy', letters: content.length });
    const page = await textOf(makePage(inspection, [...views, entry], toy, 'toy'));
    expect(page).to.include(
      `<section id="view-toy" class="view" data-title="Toy" hidden><p>${content.length} letters</p></section>`,
    );
    expect(reportIn(page).start).to.equal('toy');
  });

  it('declares the flags that apply to it; any other is an error', async () => {
    const toy = await entry.load();
    const check = (values: Partial<InspectValues>) => () =>
      checkFlags(toy, values as InspectValues, new Set(Object.keys(values)));
    expect(check({ cell: [{ layer: 1, unit: 1 }] })).to.throw(/inspect\/flag: flag = --cell, view = toy/);
    expect(check({ clamp: 'zero' })).to.throw(/--clamp/);
    expect(check({ limit: 10, csv: '-', json: 'a' })).to.not.throw();
    expect(check({ csv: '-', json: '-' })).to.throw(/usage\/conflict: flag = --csv -, other = --json -/);
  });

  it('is named by its own folder and by the registry alone', () => {
    const names = views.map(({ name }) => name).join('|');
    const importing = new RegExp(`from '[^']*/views/(${names})/|import\\('[^']*/views/(${names})/`);
    const users = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => importing.test(readFileSync(source + file, 'utf8')));
    expect(users).to.deep.equal([]);
    expect(
      readdirSync(`${source}inspect/views`, { withFileTypes: true })
        .filter((f) => f.isDirectory())
        .map(({ name }) => name),
    ).to.have.members(views.map(({ name }) => name));
  });

  it('is computed once, and the search once, whatever is asked of them', async () => {
    const inspection = await inspectionOf(quotedLines(80), buildQuoteCell, { features });
    const cells = await views.find(({ name }) => name === 'cells')!.load();
    expect(await inspection.show(cells)).to.equal(await inspection.show(cells));
    expect(await inspection.search()).to.equal(await inspection.search());
  });
});
