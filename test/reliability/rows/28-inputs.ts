import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { text } from '../recipes.js';
import { createTally, type Row } from '../row.js';

const shape = '--hidden 4 --layers 1 --seq 8 --batch 4 --backend js --threads 1 --steps 3 --val 0.2 --quiet';

/** What writes to something that it reads: `{other}` is another name of the corpus, `{best}` one of the checkpoint. */
const commands: Record<string, string> = {
  'train --log, the corpus': `train {corpus} --out {new} --log {corpus} ${shape}`,
  'train --log, a link to the corpus': `train {corpus} --out {new} --log {link} ${shape}`,
  'train --log, a file of the corpus': `train {directory} --out {new} --log {inside} ${shape}`,
  'train --resume --log, the corpus': 'train --resume {run} --log {corpus} --steps 4 --quiet',
  'train --init-from --log, the model': `train {corpus} --out {new} --init-from {best} --log {best} ${shape}`,
  'inspect --csv, the text': 'inspect {run} {corpus} --view gates --csv {corpus}',
  'inspect --csv, a second name of the text': 'inspect {run} {corpus} --view gates --csv {other}',
  'inspect --json, the text': 'inspect {run} {corpus} --view gates --json {corpus}',
  'inspect --html, the text': 'inspect {run} {corpus} --html {corpus}',
  'inspect --csv, the model': 'inspect {best} {corpus} --view gates --csv {best}',
  'inspect --csv, a checkpoint of the run': 'inspect {run} {corpus} --view gates --csv {best}',
  'inspect --csv, the log of the run': 'inspect {run} {corpus} --view gates --csv {log}',
  "inspect --csv, the model's own corpus": 'inspect {run} --view gates --csv {corpus}',
  'eval --json, the text': 'eval {run} {corpus} --json {corpus}',
  'eval --json, the model': 'eval {best} {corpus} --json {best}',
  "eval --json, the model's own corpus": 'eval {run} {another} --baseline ngram --json {corpus}',
  'export, the checkpoint': 'export {best} --to safetensors -o {best}',
  'export, the checkpoint of the run': 'export {run} --to npz -o {best}',
  'export, a link to the checkpoint': 'export {run} --to json -o {model}',
  'export, a file that was not named': 'export {run} --to safetensors',
};

export const inputsAsOutputs: Row = {
  number: 28,
  fault: 'an output that is an input, under its own name, another name or a link',
  // every so many-th of the commands
  cases: { small: 4, large: 1 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const place = (name: string) => join(directory, name);
      mkdirSync(place('texts'));
      const names: Record<string, string> = {
        corpus: place('corpus.txt'),
        link: place('link'),
        other: place('other'),
        another: place('another.txt'),
        directory: place('texts'),
        inside: place('texts/a.txt'),
        new: place('new'),
        run: place('run'),
        best: place('run/best.safetensors'),
        log: place('run/log.csv'),
        model: place('model'),
      };
      for (const name of ['corpus', 'another', 'inside']) writeFileSync(names[name]!, text);
      symlinkSync(names['corpus']!, names['link']!);
      linkSync(names['corpus']!, names['other']!);
      const fill = (line: string) =>
        line.split(' ').map((word) => word.replace(/\{(\w+)\}/, (_, name: string) => names[name]!));
      const { code, stderr } = await runCli(tree, fill(`train {corpus} --out {run} ${shape}`));
      expectThat(code === 0, stderr);
      symlinkSync(names['best']!, names['model']!);
      const contents = () =>
        ['corpus', 'inside', 'best', 'log'].map((name) => readFileSync(names[name]!, 'latin1')).join();
      const before = contents();
      // the default name of an export lies in the working directory
      const here = process.cwd();
      process.chdir(directory);
      writeFileSync('run.safetensors', '');
      try {
        const tried = Object.entries(commands).filter((_, i) => i % options.cases === options.cases - 1);
        for (const [what, line] of tried) {
          await tally.check(what, async () => {
            const { code, stderr } = await runCli(tree, fill(line));
            expectThat(code === 2, `exit ${code}: ${stderr}`);
            expectThat(contents() === before, 'something was overwritten');
          });
        }
        await tally.check('an output of its own', async () => {
          const { code, stderr } = await runCli(
            tree,
            fill('export {run} --to safetensors -o {new}.safetensors'),
          );
          expectThat(code === 0, `exit ${code}: ${stderr}`);
        });
      } finally {
        process.chdir(here);
      }
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'any output is taken',
      file: 'disk/same-file.ts',
      from: 'one !== undefined && one === other',
      to: 'false',
    },
    {
      name: 'export overwrites a file that was not named',
      file: 'app/export.ts',
      from: 'existsSync(file)',
      to: 'false',
    },
  ],
};
