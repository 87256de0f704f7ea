import { expect } from 'chai';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportModel } from '../../src/app/export.js';
import { sweep } from '../../src/app/sweep/sweep.js';
import { train } from '../../src/app/train/train.js';
import type { UserError } from '../../src/core/errors.js';
import { temporaryDirectory } from '../helpers/run-cli.js';

describe('sweep and exportModel', function () {
  const { path: directory, remove } = temporaryDirectory();
  after(remove);
  const at = (name: string) => join(directory, name);
  const small = { layers: 1, hidden: 6, batch: 4, seq: 8, steps: 4, backend: 'js', threads: 1 } as const;
  const runs = (['lstm', 'rnn'] as const).map((cell) => ({
    ...small,
    cell,
    files: [at('a.txt')],
    out: at(cell),
  }));
  before(async () => {
    writeFileSync(at('a.txt'), 'the rain in spain stays mainly in the plain.\n'.repeat(40));
    for await (const _ of train(runs[0]!));
  });

  it('says how far the runs of a grid have come, and what each costs', async () => {
    const [lstm, rnn] = await sweep({ runs });
    expect(lstm).include({ directory: at('lstm'), state: 'finished' });
    expect(rnn).include({ directory: at('rnn'), state: 'missing' });
    const symbols = small.steps * small.seq * small.batch;
    expect(rnn!.cost.flop).equal(6 * rnn!.cost.parameters * symbols);
  });

  it('gives another cell the hidden size that has as many parameters as the LSTM', async () => {
    const [lstm, rnn] = await sweep({ runs, match: 'parameters' });
    expect(rnn!.request.hidden).greaterThan(small.hidden);
    expect(rnn!.cost.parameters / lstm!.cost.parameters).within(0.85, 1.15);
  });

  it('refuses a directory that holds another run', async () => {
    const other = await sweep({ runs: [{ ...runs[0]!, lr: 0.5 }] }).catch((error: UserError) => error.code);
    expect(other).equal('sweep/other-run');
  });

  it('writes a model for another program, or gives what a file would hold', async () => {
    const written = await exportModel({ model: at('lstm'), to: 'json', output: at('m.json') });
    expect(readFileSync(at('m.json'), 'utf8')).equal(written.content);
    const { content } = await exportModel({ model: at('lstm'), to: 'npz', output: '-' });
    expect((content as Uint8Array).length).greaterThan(1000);
    const { files } = await exportModel({ model: at('lstm'), output: at('torch') });
    for (const file of files) expect(existsSync(join(at('torch'), file))).equal(true);
    expect(files).include.members(['model.safetensors', 'sample.py']);
  });
});
