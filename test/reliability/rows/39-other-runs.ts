import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, runCli, startCli } from '../cli.js';
import { expectThat } from '../assert.js';
import { inTemporaryDirectory } from '../directories.js';
import { text } from '../recipes.js';
import { createTally, type Row } from '../row.js';

const shape = '--hidden 4 --layers 1 --seq 8 --batch 4 --backend js --threads 1 --steps 3 --val 0.2 --quiet';

/** Every flag that names an output, at a file of the run in `other`. */
const commands: readonly string[] = [
  `train {corpus} ${shape} --out {new} --log {file}`,
  'train --resume {run} --steps 4 --quiet --log {file}',
  'inspect {run} {corpus} --view gates --csv {file}',
  'inspect {run} {corpus} --view gates --json {file}',
  'inspect {run} {corpus} --html {file}',
  'eval {run} {corpus} --json {file}',
  'eval {run} {corpus} --csv={file}',
  'compare {run} --csv {file}',
  'compare {run} --json {file}',
  'compare {run} --html {file}',
  'export {run} --to json -o {file}',
  'export {run} --to npz -o {file}',
];

const files = ['config.json', 'log.csv', 'best.safetensors', 'step-00000003.safetensors', 'latest'];

/** Two runs and one log: what is done after the run in `other` was logged to {log}. */
const shared: Record<string, string> = {
  'a new run': `train {corpus} ${shape} --out {new} --log {log}`,
  'a run that is resumed': 'train --resume {run} --steps 4 --quiet --log {log}',
};

export const otherRuns: Row = {
  number: 39,
  fault: "an output onto another run's files, one log for two runs",
  // every so many-th of the commands and files
  cases: { small: 7, large: 1 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const place = (name: string) => join(directory, name);
      const fill = (line: string, file = '') =>
        line
          .split(' ')
          .map((word) =>
            word.replace(/\{(\w+)\}/, (_, name: string) => (name === 'file' ? file : place(name))),
          );
      const succeed = async (line: string) => {
        const { code, stderr } = await runCli(tree, fill(line));
        expectThat(code === 0, `exit ${code}: ${stderr}`);
      };
      writeFileSync(place('corpus'), text);
      await succeed(`train {corpus} ${shape} --out {other}`);
      await succeed(`train {corpus} ${shape} --out {run}`);
      await succeed(`train {corpus} ${shape} --out {logged} --log {log}`);
      const contents = () => {
        const inside = readdirSync(place('other')).map((name) => join('other', name));
        return [...inside, 'log'].map((name) => readFileSync(place(name), 'latin1')).join();
      };
      const before = contents();
      const refuses = async (words: readonly string[]) => {
        const { code, stderr } = await runCli(tree, words);
        expectThat(contents() === before, 'another run lost a file');
        expectThat(code === 2, `exit ${code}: ${stderr}`);
        expectThat(!existsSync(place('new')), 'it left a run directory');
      };
      const pairs = commands.flatMap((line) => files.map((name) => [line, name] as const));
      for (const [line, name] of pairs.filter((_, i) => i % options.cases === 0)) {
        await tally.check(`${line}, ${name}`, () => refuses(fill(line, join(place('other'), name))));
      }
      for (const [what, line] of Object.entries(shared)) {
        await tally.check(`the log of another run, ${what}`, () => refuses(fill(line)));
      }
      await tally.check('two runs that begin at once', async () => {
        const begin = (name: string) =>
          ended(startCli(tree, fill(`train {corpus} ${shape} --out {${name}} --log {both}`)));
        const codes = (await Promise.all([begin('first'), begin('second')])).map(({ code }) => code);
        expectThat(String(codes.toSorted()) === '0,2', `exit ${codes}`);
        const rows = readFileSync(place('both'), 'utf8').match(/,train,/g) ?? [];
        expectThat(rows.length === 3, `${rows.length} rows`);
      });
      await tally.check('its own log, resumed', async () => {
        await succeed('train --resume {logged} --steps 5 --quiet --log {log}');
        const rows = readFileSync(place('log'), 'utf8').match(/,train,/g) ?? [];
        expectThat(rows.length === 5, `${rows.length} rows`);
      });
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'an output may be a file of a run',
      file: 'app/outputs.ts',
      from: '!isRunFile(basename(path))',
      to: 'true',
    },
    {
      name: 'the log of another run is written',
      file: 'app/train/run-log.ts',
      from: 'isNew: !isOwn && !isEarlier',
      to: 'isNew: false',
    },
    {
      name: 'a log that exists is written',
      file: 'app/train/run-log.ts',
      from: 'if (isFile)',
      to: 'if (false)',
      also: { file: 'runs/log.ts', from: 'if (isNew)', to: 'if (false)' },
    },
  ],
};
