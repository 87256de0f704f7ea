import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCheckpoint } from '../../src/files/checkpoint.js';
import { program, temporaryDirectory } from '../helpers/run-cli.js';

const built = (file: string) => fileURLToPath(new URL(`../../src/${file}`, import.meta.url));

describe('the bundle of train', () => {
  const { path, remove } = temporaryDirectory();
  after(remove);

  it('is what bin/ starts, and trains to the same weights as the modules it is built from', () => {
    expect(existsSync(built('bundle/train.js'))).to.equal(true);
    writeFileSync(join(path, 'text.txt'), 'she said "no" and went away.\n'.repeat(100));
    const small = ['--hidden', '8', '--batch', '4', '--seq', '20', '--steps', '12', '--threads', '2'];
    const weights = [program, built('cli/start.js')].map((script, i) => {
      const args = ['train', 'text.txt', ...small, '--backend', 'wasm', '--out', `run${i}`, '--quiet'];
      const { status, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: path });
      expect(status, String(stderr)).to.equal(0);
      return readCheckpoint(join(path, `run${i}`, 'step-00000012.safetensors')).weights;
    });
    expect(weights[0]).to.deep.equal(weights[1]);
  });

  it('has the messages and the version of the program', () => {
    const { status, stderr } = spawnSync(process.execPath, [program, 'train', 'no-such-file', '--lr', 'x']);
    expect(status).to.equal(2);
    expect(String(stderr)).to.match(/^char-rnn: --lr: invalid value x; expected/);
  });
});
