import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeCheckpoint } from '../../../src/runs/checkpoint.js';
import { copyTensors } from '../../../src/model/language-model.js';
import {
  buildQuoteCell,
  letters,
  quotedLines,
  subjectOf,
  textOf,
} from '../../inspect/networks/hand-built.js';

describe('char-rnn inspect and Ctrl-C', function () {
  let directory: string;
  let given: string[];

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'char-rnn-inspect-'));
    const content = quotedLines(200);
    const { model } = subjectOf(await textOf(content), buildQuoteCell);
    const { tokens, symbols } = letters;
    const file = join(directory, 'model.safetensors');
    writeCheckpoint(file, {
      model: model.config,
      vocabulary: { tokens, symbols },
      weights: copyTensors(model.params),
    });
    writeFileSync(join(directory, 'text.txt'), content.repeat(200));
    given = ['bin/char-rnn.js', 'inspect', file, join(directory, 'text.txt'), '--backend', 'wasm'];
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** Sends SIGINT when the sign is there, and waits for the end. */
  async function interrupt(
    child: ChildProcess,
    sign: Promise<unknown>,
  ): Promise<{ code: number; stderr: string }> {
    let stderr = '';
    child.stderr!.on('data', (chunk) => (stderr += chunk));
    const ended = once(child, 'close') as Promise<[number]>;
    await Promise.race([sign, ended]);
    child.kill('SIGINT');
    const [code] = await ended;
    return { code, stderr };
  }

  for (const [what, view, output] of [
    ['a search', 'cells', '--json'],
    ['a page', 'cells', '--html'],
    ['an ablation', 'ablation', '--csv'],
    ['a stream of activations', 'activations', '--csv'],
  ] as const) {
    it(`ends ${what} with 130, without output and without a file`, async () => {
      const forever = view === 'activations' ? [] : ['--shuffles', '9999'];
      const file = join(directory, 'out');
      const begun = new Promise<void>((resolve) => {
        const watcher = watch(directory, () => {
          if (!readdirSync(directory).some((name) => name.endsWith('.tmp'))) return;
          watcher.close();
          resolve();
        });
      });
      const child = spawn(process.execPath, [...given, '--view', view, output, file, ...forever]);
      // the file is begun before the work is
      const { code, stderr } = await interrupt(child, begun);
      expect({ code, stderr }).to.deep.equal({ code: 130, stderr: '' });
      expect(readdirSync(directory).sort()).to.deep.equal(['model.safetensors', 'text.txt']);
    });
  }
});
