import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeNpz } from '../../../src/formats/npz/npy.js';
import { writeCheckpoint } from '../../../src/runs/checkpoint.js';
import type { TaskData } from '../../../src/core/snapshot.js';
import { clipNetworks, clipSnapshot } from '../../helpers/clip-snapshots.js';
import { smallTasks, taskSnapshot } from '../../helpers/snapshots.js';
import { expectThat } from '../assert.js';
import { runCli } from '../cli.js';
import { inTemporaryDirectory } from '../directories.js';
import { createTally, type Row } from '../row.js';

/** Lines that a model of a task can answer, and such as it cannot, by the kind of its source. */
const kinds: Record<'text' | 'label' | 'numbers', { good: string[]; bad: (string | Buffer)[] }> = {
  text: {
    good: ['a', 'éa', 'aéa𝄞'],
    bad: [
      '',
      'x',
      'a\tb',
      '\0',
      'é'.normalize('NFD'),
      Buffer.of(0x61, 0xff),
      Buffer.of(0xc3),
      'a'.repeat(2 ** 20 + 1),
    ],
  },
  label: { good: ['x'], bad: ['', 'y', 'x ', 'X', 'x,x', '"x"', Buffer.of(0x78, 0x80), '__proto__'] },
  numbers: {
    good: ['1,2', '-1e3,.5'],
    bad: [
      '',
      '1',
      '1,2,3',
      '1,',
      '1,NaN',
      '1e999,2',
      '0x10,2',
      Buffer.concat([Buffer.from('1,2'), Buffer.of(0xff)]),
    ],
  },
};

const kindOf = ({ name, scaling }: TaskData) =>
  name !== 'generate' ? 'text' : scaling === null ? 'label' : 'numbers';

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Each bad line between two good ones, as a file of lines and as a table. */
export const badLines: Row = {
  number: 37,
  fault: 'a bad line, row or image among good ones in sample with the model of a task',
  // every so many-th of the bad ones
  cases: { small: 3, large: 1 },
  run: (tree, options) =>
    inTemporaryDirectory(async (directory) => {
      const tally = createTally(options);
      const place = (name: string) => join(directory, name);
      const sample = async (model: string, file: string) => {
        const flags = file.endsWith('.npz') ? [] : ['-t', '0'];
        const { code, stdout, stderr } = await runCli(tree, ['sample', place(model), place(file), ...flags]);
        return { code, answers: stdout.toString().split('\n').slice(0, -1), messages: stderr };
      };
      const wholes: Record<string, ReturnType<typeof sample>> = {};
      /** The answers to good rows, and the same with a bad one after the first: it alone is empty, and reported once. */
      const expectInPlace = async (model: string, clean: string, spoiled: string, where: RegExp) => {
        const whole = await (wholes[`${model} ${clean}`] ??= sample(model, clean));
        expectThat(whole.code === 0 && whole.messages === '', `exit ${whole.code}: ${whole.messages}`);
        const { code, answers, messages } = await sample(model, spoiled);
        expectThat(code === 3, `exit ${code}: ${messages}`);
        const wanted = [whole.answers[0]!, '', ...whole.answers.slice(1)];
        expectThat(
          answers.join('\n') === wanted.join('\n'),
          `${answers.join(' | ')} for ${wanted.join(' | ')}`,
        );
        expectThat(messages.match(new RegExp(where, 'g'))?.length === 1, messages);
      };

      for (const [name, task] of Object.entries(smallTasks)) {
        writeCheckpoint(place(name), taskSnapshot(task, { hidden: 2 }));
        const { good, bad } = kinds[kindOf(task)];
        writeFileSync(place('good.txt'), good.map((line) => `${line}\n`).join(''));
        const row = (line: string) => (task.scaling === null ? cell(line) : line);
        writeFileSync(
          place('good.csv'),
          [task.from.join(), ...good.map(row)].map((line) => `${line}\n`).join(''),
        );
        for (const [i, line] of bad.entries()) {
          if (i % options.cases !== 0) continue;
          const spoil = (lines: readonly string[], at: number, spoiled: string | Buffer) =>
            Buffer.concat(
              [...lines.slice(0, at), spoiled, ...lines.slice(at)].flatMap((one) => [
                Buffer.from(one),
                Buffer.from('\n'),
              ]),
            );
          writeFileSync(place('bad.txt'), spoil(good, 1, line));
          const what = JSON.stringify(line.toString('latin1')).slice(0, 30);
          await tally.check(`${name}: the line ${what}`, () =>
            expectInPlace(name, 'good.txt', 'bad.txt', /row 2\b/),
          );
          const rows = [task.from.join(), ...good.map(row)];
          const quoted =
            typeof line === 'string' ? row(line) : Buffer.concat([Buffer.from('"'), line, Buffer.from('"')]);
          writeFileSync(place('bad.csv'), spoil(rows, 2, line.length === 0 ? '"",' : quoted));
          await tally.check(`${name}: the row ${what}`, () =>
            expectInPlace(name, 'good.csv', 'bad.csv', /row 3\b/),
          );
        }
        writeFileSync(
          place('bad.csv'),
          `${task.from.join()}\n${row(good[0]!)}\n"a"b\n${good
            .slice(1)
            .map((line) => `${row(line)}\n`)
            .join('')}`,
        );
        await tally.check(`${name}: a row of bad quotes`, () =>
          expectInPlace(name, 'good.csv', 'bad.csv', /row 3\b/),
        );
      }

      for (const network of clipNetworks) {
        writeCheckpoint(place(network), clipSnapshot(network));
        const frames = network === 'captions' ? [] : [3];
        const size = 16 * (frames[0] ?? 1);
        const write = (file: string, pixels: number[]) => {
          const x = { shape: [pixels.length / size, ...frames, 1, 4, 4], data: Float32Array.from(pixels) };
          writeFileSync(place(file), encodeNpz(new Map([['x', x]])));
        };
        const clips = [0, 1, 2].map((n) => Array.from({ length: size }, (_, i) => Math.sin(i + 7 * n) ** 2));
        write('good.npz', clips.flat());
        for (const value of [NaN, Infinity, -Infinity]) {
          write('bad.npz', [...clips[0]!, ...clips[0]!.with(5, value), ...clips.slice(1).flat()]);
          await tally.check(`${network}: a pixel is ${value}`, () =>
            expectInPlace(network, 'good.npz', 'bad.npz', /x\[1\]/),
          );
        }
      }
      return tally.outcome();
    }),
  mutants: [
    {
      name: 'a line that cannot be read ends the command',
      file: 'material/table/answer.ts',
      from: 'if (!(error instanceof UserError))',
      to: 'if (true)',
    },
    {
      name: 'a line that cannot be read has no place among the answers',
      file: 'cli/sampling/write-answers.ts',
      from: 'await output.write(given);',
      to: 'if (!given.bad) await output.write(given);',
    },
    {
      name: 'it is not reported',
      file: 'cli/sampling/write-answers.ts',
      from: 'counts.bad += 1;',
      to: 'counts.bad += 1; continue;',
    },
    {
      name: 'the exit code says nothing of it',
      file: 'cli/sampling/write-answers.ts',
      from: 'counts.bad > 0 ? UNANSWERED : 0',
      to: '0',
    },
    {
      name: 'bad bytes are read as something',
      file: 'text/marked-text.ts',
      from: 'MARK + bytes[i++]',
      to: '0x61 + 0 * bytes[i++]',
    },
    {
      name: 'bad quotes end the table',
      file: 'material/table/source-rows.ts',
      from: 'read.push({ row: first + rows.length',
      to: 'for (;;) throw bad.error; read.push({ row: first + rows.length',
    },
    {
      name: 'an image with a bad pixel is answered',
      file: 'data/clips.ts',
      from: 'if (pixels instanceof Uint8Array)',
      to: 'if (true)',
    },
  ],
};
