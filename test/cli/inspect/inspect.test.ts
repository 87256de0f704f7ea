import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import stringWidth from 'string-width';
import { writeCheckpoint } from '../../../src/runs/checkpoint.js';
import type { CellsReport } from '../../../src/inspect/views/cells/report.js';
import { copyTensors } from '../../../src/model/language-model.js';
import { reportIn } from '../../helpers/reports.js';
import { program, run as runCli, temporaryDirectory, type Ran } from '../../helpers/run-cli.js';
import { untrainedSnapshot } from '../../helpers/snapshots.js';
import {
  buildQuoteCell,
  letters,
  quotedLines,
  subjectOf,
  textOf,
} from '../../inspect/networks/hand-built.js';

/** Few shuffles. */
const QUICK = ['--shuffles', '19'];

describe('char-rnn inspect', function () {
  const { path: directory, remove } = temporaryDirectory();
  const model = join(directory, 'quotes.safetensors');
  const text = join(directory, 'text.txt');
  const content = quotedLines(100);
  let cells: Ran;

  before(async () => {
    const { model: network } = subjectOf(await textOf(content), buildQuoteCell);
    const { tokens, symbols } = letters;
    const vocabulary = { tokens, symbols };
    writeCheckpoint(model, { model: network.config, vocabulary, weights: copyTensors(network.params) });
    writeFileSync(text, content);
    writeFileSync(join(directory, 'short.csv'), 'label\n1\n');
    cells = await run('--color', 'never', ...QUICK);
  });
  after(remove);

  it('ranks cells in a table of at most 80 columns, explains it, and says what to type next', async () => {
    expect(cells.code).to.equal(0);
    const lines = cells.stdout.split('\n');
    expect(lines[0]).to.match(/^feature +cell +score +untrained +last 4 +p +all +verdict$/);
    expect(lines[1]).to.match(/^(double-quotes|string) +1:5:[hc] +1\.00 .* tracks$/);
    const table = lines.slice(0, lines.indexOf('Next:'));
    for (const line of table) expect(stringWidth(line), line).to.be.at.most(80);
    expect(cells.stdout).to.match(
      /char-rnn inspect \S+ \S+ --view ablation --cell 1:5:[hc] --feature (double-quotes|string)/,
    );
  });

  it('marks the excerpts with brackets where there is no color, with backgrounds where there is', async () => {
    expect(cells.stdout).to.match(/\["[a-h ]+\]"/);
    const colored = await run('--view', 'text', '--cell', '1:5', '--limit', '50', '--color', 'always');
    // eslint-disable-next-line no-control-regex
    expect(colored.stdout).to.match(/\u001b\[48;2;\d+;\d+;\d+m/);
  });

  it('gives the same as JSON and as CSV', async () => {
    const report = JSON.parse((await run('--feature', 'double-quotes', '--json', '-')).stdout) as CellsReport;
    expect(report.features[0]).to.include({ feature: 'double-quotes', verdict: 'tracks', measure: 'auc' });
    const file = join(directory, 'cells.csv');
    expect((await run('--feature', 'double-quotes', '--csv', file)).stderr).to.include('cells.csv written');
    const [head, row] = readFileSync(file, 'utf8').split('\n');
    expect(head).to.match(/^feature,kind,measure,mean,cell,/);
    expect(row).to.match(/^double-quotes,binary,auc,0\.\d+,1:5:[hc],1,/);
  });

  it('takes a feature of the user’s own, by pattern or by labels', async () => {
    const pattern = JSON.parse(
      (await run('--feature', 'quoted=/"[^"\\n]*"/', '--json', '-')).stdout,
    ) as CellsReport;
    expect(pattern.features[0]).to.include({ feature: 'quoted', verdict: 'tracks' });
    const labels = join(directory, 'labels.csv');
    let inside = 0;
    const rows = Array.from(content, (c) => (c === '"' ? (inside = 1 - inside) : inside));
    writeFileSync(labels, ['mine', ...rows].join('\n'));
    const own = JSON.parse(
      (await run('--labels', labels, '--feature', 'mine', '--json', '-')).stdout,
    ) as CellsReport;
    expect(own.features[0]).to.include({ feature: 'mine', verdict: 'tracks' });
  });

  it('streams every activation: a header, then a row per character', async () => {
    const lines = (await run('--view', 'activations', '--csv', '-', '--limit', '40')).stdout.trimEnd();
    const rows = lines.split(/\n(?=\d+,)/);
    expect(rows.length).to.equal(41);
    expect(rows[0]!.split(',').length).to.equal(2 + 16);
    expect(rows[0]).to.match(/^position,char,1:1:h,/);
    expect(rows[1]).to.match(/^0,.+,-?\d\.\d{5}/);
  });

  it('ends quietly when the reader of the stream goes', async () => {
    const command = `"${process.execPath}" "${program}" inspect "${model}" "${text}" --view activations --csv - | head -n 2`;
    const { stdout, stderr, status } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    expect(stdout.split('\n')[0]).to.match(/^position,char/);
  });

  it('keeps a spreadsheet from taking a character for a formula', async () => {
    const csv = (await run('--view', 'text', '--cell', '1:5', '--limit', '30', '--csv', '-')).stdout;
    expect(csv).to.match(/^position,char,1:5:c\n0,/);
    expect(csv).to.not.match(/^\d+,[=+@-]/m);
  });

  for (const view of ['gates', 'flow', 'memory', 'ablation']) {
    it(`shows ${view}, as JSON too`, async () => {
      const extra = view === 'ablation' ? ['--cell', '1:5', '--feature', 'double-quotes'] : [];
      const shown = await run('--view', view, '--color', 'never', ...extra);
      expect(shown.stderr).to.equal('');
      expect(shown.stdout.length).to.be.above(300);
      for (const line of shown.stdout.split('\n')) expect(stringWidth(line), line).to.be.at.most(100);
      expect(JSON.parse((await run('--view', view, '--json', '-', ...extra)).stdout)).to.include({ view });
    });
  }

  it('gives every view as CSV and as JSON', async () => {
    const [csv, json] = [join(directory, 'view.csv'), join(directory, 'view.json')];
    for (const view of ['cells', 'text', 'activations', 'gates', 'flow', 'memory', 'ablation']) {
      const few = [
        '--view',
        view,
        '--limit',
        '3000',
        ...(view === 'cells' || view === 'ablation' ? QUICK : []),
      ];
      // a stream has one output
      const outputs =
        view === 'activations'
          ? [
              ['--csv', csv],
              ['--json', json],
            ]
          : [['--csv', csv, '--json', json]];
      for (const output of outputs) expect((await run(...few, ...output)).code, view).to.equal(0);
      expect(readFileSync(csv, 'utf8'), view).to.match(/^[a-z_]+,.*\n.+,/);
      expect(JSON.parse(readFileSync(json, 'utf8')), view).to.include({ view });
    }
  });

  it('makes a page of any view: one without a section shows its text, an ablation has its own', async () => {
    for (const view of ['activations', 'ablation']) {
      const { stdout, code } = await run('--view', view, '--limit', '3000', '--html', '-', ...QUICK);
      expect(code).to.equal(0);
      expect(reportIn(stdout).start).to.equal(view === 'ablation' ? view : 'text');
    }
  });

  it('narrows cells, activations, gates and the page to the cells that are named', async () => {
    const named = ['--cell', '1:5', '--cell', '1:2:h'];
    const found = JSON.parse((await run('--json', '-', ...named, ...QUICK)).stdout) as CellsReport;
    expect(found.byCell.map(({ cell }) => cell)).to.deep.equal(['1:5:c', '1:2:h']);
    for (const { cell } of found.features) expect(cell).to.be.oneOf(['1:5:c', '1:2:h']);
    const values = (await run('--view', 'activations', '--csv', '-', '--limit', '20', ...named)).stdout;
    expect(values.split('\n')[0]).to.equal('position,char,1:5:c,1:2:h');
    const units = (await run('--view', 'gates', '--csv', '-', ...named)).stdout
      .trimEnd()
      .split('\n')
      .slice(1);
    expect(units.map((row) => row.split(',').slice(1, 3).join())).to.deep.equal(
      ['i', 'f', 'o'].flatMap((gate) => [`${gate},5`, `${gate},2`]),
    );
    const page = (await run('--html', '-', ...named, ...QUICK)).stdout;
    expect(reportIn(page).cells).to.deep.equal(['1:5:c', '1:2:h']);
  });

  it('writes several outputs of one search', async () => {
    const [csv, json, html] = ['csv', 'json', 'html'].map((end) => join(directory, `all.${end}`));
    const { stdout, stderr } = await run('--csv', csv!, '--json', json!, '--html', html!, ...QUICK);
    expect(stdout).to.equal('');
    expect(stderr.split('\n').map((line) => line.split('/').at(-1))).to.deep.equal([
      'all.html written',
      'all.csv written',
      'all.json written',
      '',
    ]);
  });

  it('reads any file with a model of bytes, and writes bytes in one way', async () => {
    const bytes = join(directory, 'bytes.safetensors');
    const binary = join(directory, 'binary.bin');
    const symbols = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
    writeCheckpoint(bytes, {
      ...untrainedSnapshot({ symbols }),
      vocabulary: { tokens: 'bytes', symbols: [] },
    });
    writeFileSync(binary, Buffer.concat([Buffer.from('a\u00e9='), Buffer.of(0xff, 0x00)]));
    const { stdout, code } = await runCli(
      ['inspect', bytes, binary, '--view', 'activations', '--csv', '-', '--cell', '1:1:h'],
      { cwd: directory },
    );
    expect(code).to.equal(0);
    expect(stdout.split('\n').map((row) => row.split(',')[1])).to.deep.equal([
      'char',
      'a',
      '0xc3',
      '0xa9',
      "'=",
      '0xff',
      '0x00',
      undefined,
    ]);
  });

  const mistakes: [string, string[], number, RegExp][] = [
    ['a cell that is not there', ['--view', 'text', '--cell', '3:1'], 2, /no cell 3:1:c: .* 1 layer/],
    ['an unknown feature', ['--feature', 'qoutes'], 2, /unknown feature qoutes.*double-quotes/],
    ['a broken pattern', ['--feature', 'x=/(/'], 2, /not a regular expression/],
    ['a state of another kind of network', ['--state', 'r'], 2, /no state r;.*h, c/],
    ['too short a text', ['--limit', '500'], 3, /500 characters.*at least/],
    [
      'a flag without meaning to the view',
      ['--view', 'flow', '--cell', '1:1'],
      2,
      /--cell does not apply to --view flow/,
    ],
    ['two outputs to stdout', ['--csv', '-', '--json', '-'], 2, /--csv - cannot be combined with --json -/],
    ['labels of another length', ['--labels', 'short.csv'], 3, /short\.csv has 1 rows of labels/],
  ];
  for (const [what, args, status, message] of mistakes) {
    it(`says what is wrong with ${what}, in one line`, async () => {
      const result = await run(...args);
      expect(result.code).to.equal(status);
      expect(result.stderr.trimEnd().split('\n').length).to.equal(1);
      expect(result.stderr).to.match(message);
    });
  }

  it('asks for a text where the model has none', async () => {
    const { code, stderr } = await runCli(['inspect', model], { cwd: directory });
    expect(code).to.equal(3);
    expect(stderr).to.match(/name a text/);
  });

  function run(...args: string[]): Promise<Ran> {
    return runCli(['inspect', model, text, ...args], { cwd: directory });
  }
});
