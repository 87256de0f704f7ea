import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { passage } from '../examples/passage.js';
import { terminalSvg } from './terminal-svg.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pictures = join(root, 'docs/pictures');
const code = join(root, 'corpora/typescript.txt');
/** Where Debian and Ubuntu install Chromium. */
const CHROMIUM = '/usr/bin/chromium';

/**
 * The pictures of README.md, from a trained run: `npm run docs -- --pictures runs/demo 2:42:c string`. A text colored by
 * the cell as the terminal shows it, the loss curve of the run, and the page of inspect (where Chromium is installed).
 */
export async function drawPictures(run: string, cell: string, feature: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  const text = passage(feature, readFileSync(code, 'utf8'));
  const shown = program(['inspect', run, '-', '--view', 'text', '--cell', cell, '--color', 'always'], text);
  writeFileSync(join(pictures, 'cell.svg'), terminalSvg(`${feature}, colored by ${cell}`, shown));
  copyFileSync(join(run, 'loss.svg'), join(pictures, 'loss.svg'));
  if (!existsSync(CHROMIUM)) return console.error('docs/pictures/page.png: not drawn, there is no Chromium');
  const directory = mkdtempSync(join(tmpdir(), 'char-rnn-pictures-'));
  try {
    const page = join(directory, 'page.html');
    program(['inspect', run, code, '--limit', '30000', '--html', page], '');
    await screenshot(page, join(pictures, 'page.png'));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function program(args: readonly string[], input: string): string {
  const env = { ...process.env, FORCE_COLOR: '3', COLUMNS: '100' };
  const options = { cwd: root, input, env, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/char-rnn.js', ...args], options);
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

async function screenshot(page: string, png: string): Promise<void> {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const tab = await browser.newPage({ viewport: { width: 1440, height: 800 } });
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForSelector('#cell-panel h2');
    await tab.screenshot({ path: png });
  } finally {
    await browser.close();
  }
}
