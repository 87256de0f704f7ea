import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { writeCheckpoint } from '../../../src/runs/checkpoint.js';
import type * as atomicModule from '../../../src/disk/atomic-write.js';
import type * as streamModule from '../../../src/disk/write-stream.js';
import { untrainedSnapshot } from '../../helpers/snapshots.js';
import { expectThat } from '../assert.js';
import { ended, runCli, startCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { createTally, type Row } from '../row.js';
import { load } from '../tree.js';

const SYMBOLS = 'aé\n𝄞"';
const BEFORE = 'what was there before';

/** Every command that writes a file, `{out}`; those that take long enough to be stopped, on a long text. */
const writers: Record<string, string> = {
  'inspect --csv': 'inspect {model} {text} --view activations --csv {out}',
  'inspect --json': 'inspect {model} {text} --view gates --json {out}',
  'inspect --html': 'inspect {model} {text} --limit 2500 --html {out}',
  'eval --json': 'eval {model} {text} --json {out}',
  'export npz': 'export {model} --to npz -o {out}',
  'export json': 'export {model} --to json -o {out}',
  'export onnx': 'export {model} --to onnx -o {out}',
  'export safetensors': 'export {model} --to safetensors -o {out}',
};

/** A place that cannot be written; under the first an output is impossible for anybody, the others have their own kinds. */
const places = ['{directory}/missing/out', '/dev/full', '{directory}/file/out', '{directory}'];

export const outputs: Row = {
  number: 27,
  fault: 'an output cannot be written, or its writing is interrupted',
  // every so many-th of the commands
  cases: { small: 4, large: 1 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const model = join(directory, 'model.safetensors');
      const [text, long] = [join(directory, 'text.txt'), join(directory, 'long.txt')];
      writeCheckpoint(model, untrainedSnapshot());
      writeFileSync(text, SYMBOLS.repeat(1000));
      writeFileSync(long, SYMBOLS.repeat(1_000_000));
      writeFileSync(join(directory, 'file'), '');
      const words = (line: string, text: string, out: string) =>
        line
          .split(' ')
          .map((word) => word.replace('{model}', model).replace('{text}', text).replace('{out}', out));

      await tally.check('an interrupted stream', () => interruptStream(tree, join(directory, 'stream.csv')));
      await tally.check('inspect --csv, SIGINT', () =>
        interrupt(tree, words(writers['inspect --csv']!, long, join(directory, 'stopped.csv'))),
      );
      const tried = Object.entries(writers).filter((_, i) => i % options.cases === 1 % options.cases);
      for (const [what, line] of tried) {
        for (const place of places) {
          await tally.check(`${what} to ${place}`, async () => {
            const args = words(line, text, place.replace('{directory}', directory));
            const { code, stderr } = await runCli(tree, args);
            expectThat(code === 5, `exit ${code}: ${stderr}`);
            expectThat(stderr.split('\n').length === 2, `not one line: ${stderr}`);
          });
        }
        await tally.check(`${what} in place of a file`, async () => {
          const out = join(directory, 'replaced');
          writeFileSync(out, BEFORE);
          const { code, stderr } = await runCli(tree, words(line, text, out));
          expectThat(code === 0 && readFileSync(out, 'utf8') !== BEFORE, `exit ${code}: ${stderr}`);
          expectNoRest(out);
        });
      }
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'what was interrupted is put in place',
      file: 'disk/write-stream.ts',
      from: 'signal?.throwIfAborted(); file.write(piece);',
      to: 'if (signal?.aborted) break; file.write(piece);',
      also: {
        file: 'disk/write-stream.ts',
        from: 'signal?.throwIfAborted(); file.commit();',
        to: 'file.commit();',
      },
    },
    {
      name: 'a temporary file is left',
      file: 'disk/atomic-write.ts',
      from: 'quietly(() => disk.unlink(temporary));',
      to: '',
    },
  ],
};

/** Pieces that come while the signal does. */
async function interruptStream(tree: string, path: string): Promise<void> {
  const { writeStreamAtomic } = await load<typeof streamModule>(tree, 'disk/write-stream.js');
  const { isTemporary } = await load<typeof atomicModule>(tree, 'disk/atomic-write.js');
  const stop = new AbortController();
  writeFileSync(path, BEFORE);
  async function* pieces() {
    for (let i = 0; i < 9; i++) {
      if (i === 5) stop.abort(new Error('stopped'));
      yield `${i}\n`;
    }
  }
  const failure: unknown = await writeStreamAtomic(path, pieces(), stop.signal).catch(
    (error: unknown) => error,
  );
  expectThat(failure === stop.signal.reason, `it ends with ${String(failure)}`);
  expectThat(readFileSync(path, 'utf8') === BEFORE, 'the file is another one');
  expectThat(!readdirSync(dirname(path)).some(isTemporary), 'a temporary file is left');
}

/** A signal once the command has begun to write: nothing new under the name, nothing left beside it. */
async function interrupt(tree: string, args: string[]): Promise<void> {
  const out = args.at(-1)!;
  writeFileSync(out, BEFORE);
  const child = startCli(tree, args);
  const gone = ended(child);
  let over = false;
  void gone.then(() => (over = true));
  while (!over && !temporaryOf(out)) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill('SIGINT');
  const { code, stderr } = await gone;
  expectThat(code === 128 + constants.signals.SIGINT, `exit ${code}: ${stderr}`);
  expectThat(!/written/.test(stderr), stderr);
  expectThat(readFileSync(out, 'utf8') === BEFORE, 'the file is another one');
  expectNoRest(out);
}

const temporaryOf = (out: string): string | undefined =>
  readdirSync(dirname(out)).find((name) => name.startsWith(`.${basename(out)}.`));

function expectNoRest(out: string): void {
  expectThat(existsSync(out) && temporaryOf(out) === undefined, 'a temporary file is left');
}
