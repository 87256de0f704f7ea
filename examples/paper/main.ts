/**
 * The study of Karpathy, Johnson & Fei-Fei, "Visualizing and Understanding Recurrent Networks" (2015), on any text:
 *
 *     npm run paper -- corpora/moby-dick.txt --hours 2 --layers 1,2 --hidden 64,128
 *
 * trains the grid, cheapest run first, and writes docs/paper.md with its pictures. Every figure comes from a command
 * of char-rnn, given beside it. If it is killed and started again, it continues with what is missing. Further flags
 * are those of `char-rnn sweep`; --docs DIR is where the page goes, --runs DIR where the runs are.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { textParts } from '../../src/data/splits.js';
import { writeFileAtomic } from '../../src/disk/atomic-write.js';
import { corpusName } from '../../src/material/corpus-name.js';
import { readText } from '../../src/material/text/read-text.js';
import { presets } from '../../src/train/presets.js';
import { sectionText, type Section } from './markdown.js';
import { CommandFailed, root } from './program.js';
import { contextSection, distanceSection } from './sections/distances.js';
import { errorSection } from './sections/errors.js';
import { gateSection } from './sections/gates.js';
import { lossSection } from './sections/losses.js';
import { ngramSection } from './sections/ngrams.js';
import { bestOf, type Material } from './sections/shared.js';
import { readArguments, type PaperArguments } from './arguments.js';
import { readRuns, trainGrid, type Grid } from './training.js';

async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  const directory = given.runs ?? join('runs', 'paper', corpusName(given.text));
  const { text, sizes, flags } = given;
  const grid: Grid = { text, sizes, flags, directory: join(directory, 'runs') };
  if (await trainGrid(grid, given.hours)) process.exit(130);
  const material = await readMaterial(grid, directory);
  if (material.runs.length === 0) throw new Error('no run has been trained yet: give it more --hours');
  const sections: Section[] = [
    lossSection(grid, material),
    await gateSection(material),
    await ngramSection(material),
    await errorSection(material),
    await distanceSection(material),
    await contextSection(material),
  ];
  write(given, material, sections);
}

async function readMaterial(grid: Grid, directory: string): Promise<Material> {
  const runs = await readRuns(grid);
  const testText = join(directory, 'test.txt');
  let whole = '';
  for await (const piece of readText([resolve(root, grid.text)])) whole += piece;
  const characters = Array.from(whole);
  const { test } = textParts(characters.length, presets['karpathy-2015'].split);
  writeFileAtomic(resolve(root, testText), characters.slice(...test).join(''));
  return {
    runs,
    testText,
    text: grid.text,
    best: bestOf(runs, ({ cell, size }) => `${cell} ${size}`),
    figures: join(directory, 'figures'),
  };
}

function write(given: PaperArguments, { runs }: Material, sections: readonly Section[]): void {
  const folder = resolve(root, given.docs, 'paper');
  mkdirSync(folder, { recursive: true });
  for (const { pictures } of sections)
    for (const { file, svg } of pictures) writeFileAtomic(join(folder, file), svg);
  const hours = runs.reduce((sum, run) => sum + (run.hours ?? 0), 0);
  const page = [
    '# The 2015 study on another text',
    'Karpathy, Johnson and Fei-Fei, "Visualizing and Understanding Recurrent Networks" (2015), repeated on ' +
      `\`${given.text}\` by the program's own commands. The whole page:`,
    `    npm run paper -- ${given.typed.join(' ')}`,
    `${new Date().toISOString().slice(0, 10)}; ${runs.length} networks, ${hours.toFixed(2)} hours of training. ` +
      'The settings are those of the preset karpathy-2015 where the command names no others. Hours are wall-clock time. ' +
      'A network whose state is `stopped` has not seen all its epochs; its figures are those it had reached by then.',
    ...sections.map((section) => sectionText(section, 'paper')),
  ].join('\n\n');
  writeFileAtomic(resolve(root, given.docs, 'paper.md'), `${page}\n`);
  console.error(`${join(given.docs, 'paper.md')} written`);
}

await main().catch((error: unknown) => {
  if (!(error instanceof CommandFailed)) throw error;
  console.error(`paper: ${error.message}`);
  process.exit(error.code);
});
