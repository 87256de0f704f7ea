import { Chalk, type ColorSupportLevel } from 'chalk';
import { expect } from 'chai';
import { column, rowsOf, type Block } from '../../src/core/result.js';
import { renderTerminal } from '../../src/report/terminal/render.js';
import { sanitize } from '../../src/report/sanitize.js';

describe('a result on a terminal', () => {
  const render = (blocks: readonly Block[], level: ColorSupportLevel = 0, columns = 80) =>
    renderTerminal(blocks, {
      chalk: new Chalk({ level }),
      columns,
      safe: sanitize,
      command: 'char-rnn inspect m',
    });

  it('has a blank line between blocks, and none below a heading of the next block', () => {
    const blocks: Block[] = [
      { kind: 'heading', title: 'all', rest: ': 3 cells', whole: true },
      { kind: 'heading', title: 'one' },
      { kind: 'note', text: ['a', 'b'] },
      { kind: 'next', flags: ['--view text'] },
    ];
    expect(render(blocks)).equal('all: 3 cells\n\none\na\nb\n\nNext:\n  char-rnn inspect m --view text\n');
  });

  it('aligns facts, words left and numbers right', () => {
    expect(
      render([
        {
          kind: 'facts',
          facts: [
            ['loss', '1.2'],
            ['perplexity', '3.3'],
          ],
        },
        { kind: 'facts', facts: [['loss', '1.2']], width: 8 },
      ]),
    ).equal('loss        1.2\nperplexity  3.3\n\nloss    1.2\n');
    const columns = [
      { name: 'cell', align: 'left' },
      { name: 'score', align: 'right' },
    ] as const;
    const rows = [{ cells: ['1:2', '.5'] }, { cells: [{ text: 'a 漢字', tone: 'good' } as const, '.123'] }];
    expect(render([{ kind: 'table', columns, rows, caption: 'below' }])).equal(
      'cell    score\n1:2        .5\na 漢字   .123\nbelow\n',
    );
    // the codes of colors take no columns
    const colored = render([{ kind: 'table', columns, rows }], 1).split('\n');
    expect(colored[2]).equal('\u001b[32ma 漢字\u001b[39m   .123');
  });

  it('makes blocks of rows that are wider than a line, without what there is nothing to say of', () => {
    const table: Block = {
      kind: 'table',
      blocks: true,
      columns: [column.left('run'), column.right('loss'), column.left('network'), column.left('state')],
      rows: rowsOf([
        ['one', '1.25', 'lstm 2×128', 'finished after 9 epochs'],
        ['two', '-', '-', 'stopped'],
      ]),
    };
    expect(render([table], 0, 60)).match(/^run {2}loss {2}network {5}state\none {2}1.25 /);
    expect(render([table], 0, 40)).equal(
      'one\n  loss 1.25, network lstm 2×128\n  state finished after 9 epochs\ntwo\n  state stopped\n',
    );
  });

  it('shows the first rows, counts the others, and cuts a column to the line', () => {
    const columns = [
      { name: 'n', align: 'right' },
      { name: 'formula', align: 'left', cut: 'line' },
      { name: 'page', align: 'left', only: 'page' },
    ] as const;
    const rows = [1, 2, 3].map((n) => ({ cells: [String(n), 'x'.repeat(40), 'not here'] }));
    expect(render([{ kind: 'table', columns, rows, brief: 2 }], 0, 20)).equal(
      `n  formula\n1  ${'x'.repeat(16)}…\n2  ${'x'.repeat(16)}…\n... 1 more in --csv and --json\n`,
    );
  });

  it('draws bars, lines and dots', () => {
    const table: Block = {
      kind: 'table',
      columns: [{ name: '', align: 'left' }],
      rows: [{ cells: [{ bar: 0.25 }] }, { cells: [{ bars: [0, 0.5, 1, NaN] }] }, { cells: [{ bar: 0 }] }],
    };
    expect(render([table])).equal('█████\n▁▅█▁\n·\n');
    const x = { label: 'right' };
    const points = [
      [0, 1],
      [5, 2],
    ] as const;
    const line: Block = {
      kind: 'chart',
      mark: 'line',
      x,
      y: { label: 'up' },
      caption: 'below',
      series: [{ name: '', points }],
    };
    const lines = render([line]).trimEnd().split('\n');
    expect(lines).length(12);
    expect([lines[0], lines[10], lines[11]]).deep.equal([
      '       2.00 ┤  ╭── ',
      '       1.00 ┼──╯   ',
      'below',
    ]);
    const dots: Block = {
      ...line,
      mark: 'dots',
      series: [
        {
          name: '',
          points: [
            [1, 1],
            [0, 0],
            [0, 0],
          ],
        },
      ],
    };
    const scatter = render([dots]).split('\n');
    expect(scatter[0]).equal('below');
    expect(scatter[1]).equal(`1 │${' '.repeat(31)}·`);
    expect(scatter[12]).equal(`0 │•${' '.repeat(31)}`);
    expect(scatter[14]).match(/^ {3}0 +right 1$/);
  });

  it('colors a text, or marks the upper half of its values', () => {
    const text: Block = {
      kind: 'colored',
      symbols: ['a', '0xc3', '0xa9', '\n', 'b'],
      values: [1, -1, 1, -1, -1],
      range: 1,
    };
    const heading: Block = { kind: 'heading', title: '', legend: { colors: 'blue', brackets: '[ ]' } };
    expect(render([text, heading])).equal('[aé]\nb\n\n[ ]\n');
    expect(render([heading], 3)).equal('blue\n');
    expect(render([{ ...text, before: 'x', after: ' y', expected: 'z' } as Block])).equal(
      'x  →  [aé]\nb y  (z)\n',
    );
    const painted = render([text], 3);
    // blue, then a line break that is shown
    expect(painted).match(/\[48;2;\d+;\d+;\d+m.*a.*é.*↵.*\n.*b/);
  });

  it('shows foreign control characters instead of executing them, wherever they are', () => {
    const bad = 'a\u001b[31m';
    const everywhere: Block[] = [
      { kind: 'heading', title: bad, rest: bad },
      { kind: 'facts', facts: [[bad, bad]] },
      { kind: 'note', text: bad, tone: 'strong' },
      { kind: 'table', columns: [{ name: bad, align: 'left' }], rows: [{ cells: [bad] }], caption: bad },
      { kind: 'colored', symbols: ['\u001b'], values: [1], range: 1, before: bad, after: bad, expected: bad },
      { kind: 'images', items: [{ title: bad, rest: bad, words: [{ text: bad, value: '1' }], strips: [] }] },
      { kind: 'next', flags: [bad] },
    ];
    for (const block of everywhere)
      expect(render([block]), block.kind)
        .match(/␛/)
        .and.not.include('\u001b');
  });

  it('leaves out what is only for a page', () => {
    expect(
      render([
        { kind: 'note', text: 'here' },
        { kind: 'note', text: 'there', only: 'page' },
      ]),
    ).equal('here\n');
  });
});
