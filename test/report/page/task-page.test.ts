import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { makePage } from '../../../src/report/page/page.js';
import { traceCell } from '../../../src/inspect/forward/record.js';
import { cellsOf, indexOfCell, type Cell } from '../../../src/inspect/forward/cells.js';
import { parseCell } from '../../../src/model/cell-name.js';
import { cells } from '../../../src/inspect/views/cells/index.js';
import { views } from '../../../src/inspect/views/index.js';
import { BLOCKS } from '../../../src/report/page/data.js';
import { blockIn, reportIn } from '../../helpers/reports.js';
import { taskSnapshot } from '../../helpers/snapshots.js';
import { tableInspection } from '../../helpers/table-inspection.js';
import { randomRows, taskForms } from '../../helpers/task-rows.js';
import { browserFor, openPlay } from '../../page/open-page.js';

const task = taskForms['classify']!;

describe('the report on the network of a task', function () {
  const directory = mkdtempSync(join(tmpdir(), 'char-rnn-task-page-'));
  const inspection = tableInspection(taskSnapshot(task, { hidden: 6 }), randomRows(task, 300));
  let html = '';
  let browser: Browser | null = null;

  before(async () => {
    for await (const piece of makePage({ inspection, entries: views, view: cells, start: 'text' }))
      html += piece;
  });
  after(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true });
  });

  it('carries the values of the cells in place of the network, which the page cannot compute', () => {
    const { cells: names, text, outputs } = reportIn(html);
    expect(html).to.not.include(`id="${BLOCKS.network}"`);
    expect(outputs).to.deep.equal(task.target);
    const n = Array.from(text).length;
    expect(blockIn(html, BLOCKS.values).length).to.equal(4 * names.length + names.length * n + 3 * 5 * n);
  });

  it('shows them, with the findings, and no panel that would need a network', async function () {
    browser = await browserFor(this);
    const file = join(directory, 'page.html');
    writeFileSync(file, html);
    const { page, complaints } = await openPlay(browser, { address: pathToFileURL(file).href });
    await page.waitForSelector('#cell-panel h2');
    for (const id of ['text-panel', 'train-panel', 'sample-panel', 'clamp-panel', 'rank', 'load', 'save'])
      expect(await page.isVisible(`#${id}`), id).to.equal(false);
    expect(await page.textContent('.cell-row')).to.match(/(Peru|Chile|Cuba)/);
    await page.click('#candidates-button');
    await page.waitForFunction(() => document.getElementById('readout')!.textContent!.includes('expects'));
    const readout = (await page.textContent('#readout'))!;
    expect(readout).to.match(/expects next: .*(Peru|Chile|Cuba)/);
    const cell = parseCell((await page.textContent('#chosen'))!) as Cell;
    const subject = await inspection.subject();
    const watched = cellsOf(subject.model, [cell.state]);
    const whole = { from: 0, to: subject.text.ids.length };
    const values = await traceCell(subject, watched, indexOfCell(watched, cell), whole);
    const [, shown] = / = (-?[\d.]+)/.exec(readout)!;
    const most = Math.max(...values.map(Math.abs));
    expect(Number(shown)).to.be.closeTo(values[0]!, most / 62 + 0.006);
    expect(complaints).to.deep.equal([]);
  });
});
