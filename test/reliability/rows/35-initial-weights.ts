import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeNpz } from '../../../src/formats/npz/npy.js';
import { clipArrays } from '../../helpers/clip-snapshots.js';
import { expectThat } from '../assert.js';
import { runCli, startCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { text } from '../recipes.js';
import { createTally, type Row } from '../row.js';
import { expectSame, resultOf } from './01-killed.js';

const STEPS = 6;
const common =
  '--hidden 4 --layers 1 --batch 2 --backend js --threads 1 --save-every 1000000 --eval-every 1000000';

/** What begins with what: a model is trained by `before`, the run that begins with it by `after`. */
const trainings: Record<string, readonly [before: string, after: string]> = {
  'a text': ['text.txt --seq 6', 'more.txt --seq 6'],
  'a task that begins with a language model': ['text.txt --seq 6', 'table.csv --task classify'],
  clips: ['clips.npz --network frames', 'clips.npz --network frames'],
  'a task, frozen': ['text.txt --seq 6', 'table.csv --task classify --freeze rnn'],
  'a text, frozen': ['text.txt --seq 6 --cell gru', 'more.txt --seq 6 --freeze rnn'],
  'clips, frozen': ['clips.npz --network frames', 'clips.npz --network frames --freeze cnn'],
  'a task that begins with the same task': ['table.csv --task classify', 'table.csv --task classify'],
  'a translation, frozen': ['text.txt --seq 6', 'table.csv --task translate --freeze rnn'],
  'captions, frozen': ['images.npz --task generate', 'images.npz --task generate --freeze cnn'],
};

/** What may become of the initial weights. */
const losses = ['those of another model', 'gone', 'damaged'] as const;

export const initialWeights: Row = {
  number: 35,
  fault: 'kill -9 of a run with --init-from before its first checkpoint, then --resume',
  // every so many-th of the trainings and of the losses
  cases: { small: 4, large: 1 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const place = (name: string) => join(directory, name);
      const words = [...new Set(text.match(/[a-z]+/g))];
      writeFileSync(place('text.txt'), text);
      writeFileSync(place('more.txt'), text.replaceAll('cat', 'cow'));
      const rows = words.map((word) => `${word},${word[0]! < 'm' ? 'early' : 'late'}`);
      writeFileSync(place('table.csv'), `word,half\n${rows.join('\n')}\n`);
      writeFileSync(place('clips.npz'), encodeNpz(clipArrays('frames')));
      writeFileSync(place('images.npz'), encodeNpz(clipArrays('captions')));
      const argumentsOf = (line: string): string[] => {
        const [file, ...flags] = `${line} ${common}`.split(' ');
        return ['train', place(file!), ...flags];
      };
      const run = async (...args: readonly string[]) => {
        const { code, stderr } = await runCli(tree, args);
        return { code, stderr };
      };
      const succeed = async (...args: readonly string[]) => {
        const { code, stderr } = await run(...args);
        expectThat(code === 0, `exit ${code}: ${stderr}`);
      };
      const tried = Object.entries(trainings).filter((_, i) => i % options.cases === 0);
      for (const [what, [before, after]] of tried) {
        const [model, whole, killed] = ['model', 'whole', 'killed'].map((name) => place(`${what} ${name}`));
        const begin = [...argumentsOf(after), '--init-from', model!];
        await tally.check(what, async () => {
          await succeed(...argumentsOf(before), '--steps', '2', '--seed', '5', '--out', model!);
          await succeed(...begin, '--steps', String(STEPS), '--out', whole!);
          await killAtFirstStep(tree, [...begin, '--steps', '1000000', '--out', killed!]);
          expectThat(!readdirSync(killed!).some((name) => name.endsWith('.safetensors')), 'it had saved');
          await succeed('train', '--resume', killed!, '--steps', String(STEPS));
          expectSame(resultOf(killed!, STEPS), resultOf(whole!, STEPS));
        });
      }
      const [before, after] = trainings['a text']!;
      for (const loss of losses.filter((_, i) => i % options.cases === 0)) {
        await tally.check(`the weights are ${loss}`, async () => {
          const [model, killed] = [place(`${loss} model`), place(`${loss} killed`)];
          await succeed(...argumentsOf(before), '--steps', '2', '--out', model);
          const begin = [...argumentsOf(after), '--init-from', model, '--steps', '1000000', '--out', killed];
          await killAtFirstStep(tree, begin);
          const file = join(model, 'best.safetensors');
          if (loss === 'gone') rmSync(file);
          else if (loss === 'damaged') writeFileSync(file, 'weights');
          else {
            await succeed(...argumentsOf(before), '--steps', '3', '--out', `${model} 2`);
            copyFileSync(join(`${model} 2`, 'best.safetensors'), file);
          }
          const { code, stderr } = await run('train', '--resume', killed, '--steps', String(STEPS));
          expectThat(code === 4, `exit ${code}: ${stderr}`);
          expectThat(!existsSync(join(killed, 'latest')), 'it was trained on');
        });
      }
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'a run that starts over begins with random weights',
      file: 'app/train/resumed-run.ts',
      from: 'from ? undefined : initialAgain(',
      to: 'true ? undefined : initialAgain(',
    },
    {
      name: 'a run does not record its initial weights',
      file: 'app/train/new-run.ts',
      from: 'initial: initial.origin',
      to: '',
    },
    {
      name: 'a run that starts over takes any initial weights',
      file: 'runs/initial-model.ts',
      from: 'digestOf(file) !== digest',
      to: 'false',
      also: {
        file: 'runs/initial-model.ts',
        from: 'initial.origin.digest !== digest',
        to: 'false',
      },
    },
  ],
};

/** Starts a training that saves nothing, and kills it with signal 9 when it reports its first step. */
async function killAtFirstStep(tree: string, args: readonly string[]): Promise<void> {
  const child = startCli(tree, [...args, '--json']);
  let [written, said] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    written += chunk.toString();
    if (written.includes('"type":"step"')) child.kill('SIGKILL');
  });
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  expectThat(signal === 'SIGKILL', `it ended with ${code}: ${said}`);
}
