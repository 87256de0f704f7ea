import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseString } from 'fast-csv';
import { writeCheckpoint } from '../../../src/runs/checkpoint.js';
import { untrainedSnapshot } from '../../helpers/snapshots.js';
import { expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { createTally, type Row } from '../row.js';

/** What a spreadsheet would compute. */
const formulas = [
  '=1+1',
  '=HYPERLINK("x")',
  "=cmd|'/C calc'!A0",
  '+1+1',
  '-1+1',
  '@SUM(1)',
  '\t=1+1',
  '\r=1+1',
  '"=1+1',
  "'=1",
  '=\n1',
  '="1"&A1',
];

/** What a browser would run. */
const scripts = [
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '<ScRiPt>alert(1)</sCrIpT>',
  '<script src=//evil.example/x></script>',
  '<img src=x onerror=alert(1)>',
  '<img src="https://evil.example/x">',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<body onload=alert(1)>',
  '<style>@import "https://evil.example/x";</style>',
  '</style><script>alert(1)</script>',
  '</pre><script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '</textarea><script>alert(1)</script>',
  '"><script>alert(1)</script>',
  "'><script>alert(1)</script>",
  '" onmouseover="alert(1)',
  "' onmouseover='alert(1)",
  '<!--<script>alert(1)//-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
];

const PLAIN = 'the quick (brown) fox "jumps" over 12 dogs.\n';

/** Inspects `text` with a model that knows its characters; returns the page and the table of activations. */
async function inspect(tree: string, directory: string, name: string, text: string) {
  const base = join(directory, name);
  const symbols = [...new Set(text)];
  writeCheckpoint(`${base}.safetensors`, untrainedSnapshot({ symbols }));
  writeFileSync(`${base}.txt`, text);
  const given = ['inspect', `${base}.safetensors`, `${base}.txt`, '--state', 'h'];
  const page = await runCli(tree, [...given, '--view', 'text', '--cell', '1:1', '--html', `${base}.html`]);
  expectThat(page.code === 0, `exit ${page.code}: ${page.stderr}`);
  const table = await runCli(tree, [...given, '--view', 'activations', '--csv', '-']);
  expectThat(table.code === 0, `exit ${table.code}: ${table.stderr}`);
  return { html: readFileSync(`${base}.html`, 'utf8'), csv: table.stdout.toString() };
}

async function cellsOf(csv: string): Promise<string[]> {
  const cells: string[] = [];
  await new Promise<void>((resolve, reject) => {
    parseString(csv)
      .on('error', reject)
      .on('data', (row: string[]) => cells.push(...row))
      .on('end', () => resolve());
  });
  return cells;
}

function expectInertPage(html: string, plain: string, payload: string): void {
  expectThat(
    /<meta http-equiv="Content-Security-Policy" content="default-src (&apos;|')none/i.test(html),
    'no content security policy',
  );
  const scriptsOf = (page: string) => page.match(/<\/?script/gi)?.length;
  expectThat(scriptsOf(html) === scriptsOf(plain), 'the page has another number of scripts');
  // the text is packed data of the page's own script, in which no < stands
  const markup = html
    .replace(/(<script type="module">)[\s\S]*?(?=<\/script>)/, '$1')
    .replace(/(<script[^>]*>)[^<]*/gi, '$1');
  expectThat(!markup.includes(payload), 'the text stands in the page as it is');
  const tags = (page: string) => [...new Set(page.match(/<[a-z!/][\w:-]*/gi))].sort().join(' ');
  expectThat(tags(html) === tags(plain), `the page has other elements: ${tags(html)}, not ${tags(plain)}`);
  const outside = /(src|href|action|content)\s*=\s*["']?(https?:)?\/\/|@import|url\(/i.exec(markup);
  expectThat(outside === null, `it points outside: ${outside?.[0]}`);
}

export const inertReports: Row = {
  number: 20,
  fault: 'formulas in CSV, script in HTML',
  cases: { small: 2, large: scripts.length },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const long = (payload: string) => `${PLAIN.repeat(40)}${payload}\n${PLAIN.repeat(40)}`;
      const { csv } = await inspect(tree, directory, 'formulas', long(formulas.join('\n')));
      for (const cell of new Set(await cellsOf(csv))) {
        if (/^-?\d*\.?\d+(e[+-]?\d+)?$/.test(cell)) continue; // a number is one to a spreadsheet too
        await tally.check(`cell ${JSON.stringify(cell)}`, () => {
          expectThat(!/^[=+\-@\t\r]/.test(cell), 'a spreadsheet would compute it');
        });
      }
      const plain = await inspect(tree, directory, 'plain', long('x'));
      const step = Math.ceil(scripts.length / options.cases);
      for (let i = 0; i < scripts.length; i += step) {
        const { html } = await inspect(tree, directory, `script-${i}`, long(scripts[i]!));
        await tally.check(scripts[i]!, () => expectInertPage(html, plain.html, scripts[i]!));
      }
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'texts go into CSV as they are',
      file: 'report/csv.ts',
      from: "? `'${shown}` : shown",
      to: '? shown : shown',
    },
    {
      name: 'the text stands in a page as it is',
      file: 'report/page/page.ts',
      from: 'await pack(JSON.stringify(data), pace)',
      to: 'JSON.stringify(data)',
    },
  ],
};
