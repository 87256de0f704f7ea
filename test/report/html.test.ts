import { expect } from 'chai';
import type { Block } from '../../src/core/result.js';
import { htmlDocument } from '../../src/report/html/document.js';
import { renderHtml } from '../../src/report/html/render.js';

describe('a result on a page', () => {
  it('has a table with what there is room for, and rows that lead to a cell', () => {
    const table: Block = {
      kind: 'table',
      columns: [
        { name: 'cell', align: 'left' },
        { name: 'score', align: 'right' },
        { name: 'verdict', align: 'left' },
      ],
      rows: [
        {
          cells: ['1:2:c', '.9', { text: 'echo', long: 'echo of recent characters', tone: 'good' }],
          about: '1:2:c',
        },
      ],
      brief: 0,
      caption: 'below',
    };
    expect(renderHtml([table])).equal(
      '<table><thead><tr><th>Cell</th><th class="number">Score</th><th>Verdict</th></tr></thead>' +
        '<tbody><tr data-cell-name="1:2:c"><td><code>1:2:c</code></td><td class="number">.9</td>' +
        '<td class="tracks">echo of recent characters</td></tr></tbody></table><p class="note">below</p>',
    );
  });

  it('gives a row the color of its line in a chart', () => {
    const points = [[0, 1], [1, 2]] as const; // prettier-ignore
    const shown = renderHtml([
      {
        kind: 'chart',
        mark: 'line',
        wide: true,
        x: { label: 'epochs' },
        y: { label: 'nats' },
        series: ['a', 'b'].map((name) => ({ name, points })),
        caption: 'loss',
      },
      { kind: 'table', columns: [{ name: '', align: 'left' }], rows: [{ cells: [{ line: 2 }] }] },
    ]);
    expect(shown).match(/<figure class="wide"><svg viewBox="0 0 860 /);
    expect(shown.match(/class="curve layer-2"/g)).lengthOf(2);
  });

  it('draws lines and dots, and puts charts side by side', () => {
    const line: Block = {
      kind: 'chart',
      mark: 'line',
      caption: 'caption',
      x: { label: 'step', scale: 'log' },
      y: { label: 'nats', domain: [0, 2] },
      series: [
        {
          name: 'loss',
          points: [
            [1, 2],
            [100, 1],
          ],
        },
        {
          name: 'limit',
          points: [
            [1, 1],
            [100, 1],
          ],
          dashed: true,
        },
      ],
    };
    const dots: Block = {
      ...line,
      mark: 'dots',
      series: [{ name: '', points: [[1, 1]], titles: ['<unit 1>'] }],
    };
    const html = renderHtml([line, dots]);
    expect(html.match(/<div class="plots">/g)).length(1);
    expect(html.match(/<figure>/g)).length(2);
    expect(html).include('<figcaption>Caption</figcaption>');
    // from the upper left to the middle of the right: 58 to 326, 14 to 218
    expect(html).include('class="curve layer-1" d="M58,14L326,116"');
    expect(html).include('class="whole" d="M58,116L326,116"');
    expect(html).include('<title>&lt;unit 1&gt;</title>');
  });

  it('escapes foreign text, wherever it is', () => {
    const bad = '<b>&"';
    const blocks: Block[] = [
      { kind: 'heading', title: bad, rest: bad },
      { kind: 'heading', title: bad, whole: true },
      { kind: 'facts', facts: [[bad, bad]] },
      { kind: 'note', text: bad, tone: 'strong' },
      {
        kind: 'table',
        columns: [{ name: bad, align: 'left' }],
        rows: [{ cells: [bad], about: bad }, { cells: [{ text: bad, long: bad }] }],
        caption: bad,
      },
      {
        kind: 'chart',
        mark: 'line',
        caption: bad,
        x: { label: bad },
        y: { label: bad },
        series: [
          {
            name: bad,
            points: [
              [0, 0],
              [1, 1],
            ],
          },
        ],
      },
      {
        kind: 'images',
        items: [
          {
            title: bad,
            rest: bad,
            words: [{ text: bad, value: '1' }],
            strips: [{ name: bad, side: 1, colors: 'gray', frames: [[1]] }],
          },
        ],
      },
    ];
    for (const block of blocks)
      expect(renderHtml([block]), block.kind)
        .include('&lt;')
        .and.not.include('<b>');
  });

  it('is a document of its own that may load nothing and runs nothing', () => {
    const page = htmlDocument('a <title>', [
      {
        kind: 'images',
        items: [
          {
            title: 'clip 1',
            words: [{ text: 'up', value: '0.9', right: true }],
            strips: [{ name: 'clip', side: 2, colors: 'signed', frames: [[-1, 0, 1, 0]] }],
          },
        ],
      },
    ]);
    expect(page).include('default-src &apos;none&apos;').and.not.include('<script');
    expect(page).include('<title>a &lt;title&gt;</title>').include('<td class="frame right">up<br>0.9</td>');
    // red, nearly white, blue from the upper left
    const [, source] = /base64,([^"]+)"/.exec(page)!;
    const bytes = Buffer.from(source!, 'base64');
    const color = (index: number) => [...bytes.subarray(54 + 4 * index, 57 + 4 * index)].reverse();
    const pixels = [...bytes.subarray(54 + 1024)];
    expect([pixels[0], pixels[1], pixels[4]]).deep.equal([0, 128, 255]);
    const [red, white, blue] = [color(0), color(128), color(255)];
    expect(red[0]! - red[2]!).above(50);
    expect(Math.min(...white)).above(230);
    expect(blue[2]! - blue[0]!).above(50);
  });
});
