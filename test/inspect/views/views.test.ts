import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { refuseUnused } from '../../../src/app/inspect/narrowing.js';
import { refuseOutputs, type InspectValues } from '../../../src/cli/options/inspect.js';
import { makePage } from '../../../src/report/page/page.js';
import { views, type ViewEntry } from '../../../src/inspect/views/index.js';
import { library } from '../../../src/inspect/features/index.js';
import { reportIn } from '../../helpers/reports.js';
import { csvOf, terminalOf } from '../../helpers/shown.js';
import { buildQuoteCell, inspectionOf, quotedLines } from '../networks/hand-built.js';

const source = fileURLToPath(new URL('../../../../src/', import.meta.url));

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
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
    expect(terminalOf(shown)).to.equal(`${content.length} letters\n`);
    expect(await csvOf(shown)).to.equal(`letters\n${content.length}\n`);
    expect(shown.report).to.deep.equal({ view: 'toy', letters: content.length });
    const page = await textOf(makePage({ inspection, entries: [...views, entry], view: toy, start: 'toy' }));
    expect(page).to.include(
      `<section id="view-toy" class="view" data-title="Toy" hidden><p class="note">${content.length} letters</p></section>`,
    );
    expect(reportIn(page).start).to.equal('toy');
  });

  it('declares the flags that apply to it; any other is an error', async () => {
    const toy = await entry.load();
    const asked = (request: Parameters<typeof refuseUnused>[1]) => () => refuseUnused(toy, request);
    expect(asked({ cell: [{ layer: 1, unit: 1 }] })).to.throw(/inspect\/flag: flag = --cell, view = toy/);
    expect(asked({ clamp: 'zero' })).to.throw(/--clamp/);
    expect(asked({ limit: 10, encoding: 'utf8' })).to.not.throw();
    // a page searches for cells, whatever the view
    expect(asked({ cell: [{ layer: 1, unit: 1 }], page: true })).to.not.throw();
    const outputs = (values: Partial<InspectValues>) => () => refuseOutputs(toy, values as InspectValues);
    expect(outputs({ csv: '-', json: 'a' })).to.not.throw();
  });

  it('is named by its own folder and by the registry alone', () => {
    const names = views.map(({ name }) => name).join('|');
    const importing = new RegExp(`from '[^']*/views/(${names})/|import\\('[^']*/views/(${names})/`);
    const users = readdirSync(source, { recursive: true, encoding: 'utf8' })
      // the library exports their reports
      .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
      .filter((file) => importing.test(readFileSync(source + file, 'utf8')));
    expect(users).to.deep.equal([]);
    expect(
      readdirSync(`${source}inspect/views`, { withFileTypes: true })
        .filter((f) => f.isDirectory())
        .map(({ name }) => name),
    ).to.have.members([...views.map(({ name }) => name), 'columns']); // the cells of a network on series
  });

  it('is computed once, and the search once, whatever is asked of them', async () => {
    const inspection = await inspectionOf(quotedLines(80), buildQuoteCell, { features });
    const cells = await views.find(({ name }) => name === 'cells')!.load();
    expect(await inspection.show(cells)).to.equal(await inspection.show(cells));
    expect(await inspection.search()).to.equal(await inspection.search());
  });
});
