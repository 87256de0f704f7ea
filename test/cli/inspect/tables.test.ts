import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeCheckpoint } from '../../../src/runs/checkpoint.js';
import type { RowsReport } from '../../../src/inspect/views/text/rows-report.js';
import type { SaliencyReport } from '../../../src/inspect/views/saliency/report.js';
import { reportIn } from '../../helpers/reports.js';
import { run as runCli, temporaryDirectory } from '../../helpers/run-cli.js';
import { taskSnapshot } from '../../helpers/snapshots.js';
import { csvOf, randomRows, taskForms } from '../../helpers/task-rows.js';

describe('char-rnn inspect on a table', function () {
  const { path: directory, remove } = temporaryDirectory();
  after(remove);
  const run = (...args: string[]) => runCli(['inspect', ...args], { cwd: directory });

  const files = Object.entries(taskForms).map(([name, task], i) => {
    const model = join(directory, `${i}.safetensors`);
    const table = join(directory, `${i}.csv`);
    writeCheckpoint(model, taskSnapshot(task));
    // a search among answers needs 200 of them, as features of texts need text
    writeFileSync(table, csvOf(task, randomRows(task, name.startsWith('generate') ? 900 : 300)));
    return { name, model, table, task };
  });

  for (const { name, model, table, task } of files) {
    it(`shows every view of rows in every format: ${name}`, async () => {
      const page = join(directory, 'page.html');
      for (const view of ['cells', 'text', 'saliency', 'gates']) {
        const outputs = ['--csv', '-', '--json', join(directory, 'x.json'), '--html', page];
        const { code, stdout, stderr } = await run(
          ...[model, table, '--view', view, '--limit', '4000', '--shuffles', '19', ...outputs],
        );
        expect(code, `${view}: ${stderr}`).equal(0);
        expect(stdout.split('\n').length).above(1);
        const report = JSON.parse(readFileSync(join(directory, 'x.json'), 'utf8')) as { view: string };
        expect(report.view).equal(view);
        expect(reportIn(readFileSync(page, 'utf8')).outputs).not.equal(null);
      }
      const rows = JSON.parse(
        (await run(model, table, '--view', 'text', '--json', '-')).stdout,
      ) as RowsReport;
      expect(rows.task).equal(task.name);
    });
  }

  it('is an error with a view that reads a text, and names those that do not', async () => {
    const [{ model, table }] = files as [(typeof files)[number]];
    for (const view of ['memory', 'flow', 'ablation', 'activations']) {
      const { code, stderr } = await run(model, table, '--view', view);
      expect(code).equal(2);
      expect(stderr).match(
        new RegExp(`--view ${view} reads a text, and the model a table; choose .*saliency`),
      );
    }
  });

  it('reads its columns by their names, and says which row it cannot read', async () => {
    const { model, task } = files[0]!;
    const table = join(directory, 'columns.csv');
    writeFileSync(table, 'answer,more,name\nPeru,x,aé\nCuba,y,é?\n');
    const { stdout } = await run(model, table, '--view', 'saliency', '--json', '-');
    const { rows } = JSON.parse(stdout) as SaliencyReport;
    // a character that the model does not know is left out
    expect(rows.map(({ answer, symbols }) => [answer, symbols.join('')])).deep.equal([
      ['Peru', 'aé'],
      ['Cuba', 'é'],
    ]);
    writeFileSync(table, `${task.to},name\nRome,aé\n`);
    const bad = await run(model, table);
    expect(bad.code).equal(3);
    expect(bad.stderr).match(/row 2.*Rome/);
    expect((await run(model, table, table)).code).equal(2);
    expect((await run(model)).stderr).match(/name a table after the model/);
  });

  it('explains a label with --feature, and refuses one that the model does not know', async () => {
    const { model, table } = files[0]!;
    const asked = await run(
      model,
      table,
      '--view',
      'saliency',
      '--feature',
      'Cuba',
      '--limit',
      '30',
      '--json',
      '-',
    );
    const { rows } = JSON.parse(asked.stdout) as SaliencyReport;
    expect(new Set(rows.map(({ answer }) => answer))).deep.equal(new Set(['Cuba']));
    const unknown = await run(model, table, '--view', 'text', '--feature', 'Rome');
    expect(unknown.code).equal(2);
    expect(unknown.stderr).match(/unknown feature Rome; choose from .*Chile/);
  });
});
