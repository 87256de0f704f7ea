import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { filesOfRun } from '../../src/runs/pytorch-run.js';
import { torchFor } from '../helpers/python-torch.js';
import { run, temporaryDirectory } from '../helpers/run-cli.js';
import { smallSnapshot } from '../helpers/snapshots.js';

/** Names with a label that can be learned. */
const names = Array.from({ length: 90 }, (_, i) => `${'ab'.repeat(1 + (i % 4))}${i % 3},l${i % 3}\n`);
const data: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'a table': [`name,label\n${names.join('')}`, '--task', 'classify', '--batch', '8'],
  'a text': ['the quick brown fox. '.repeat(90), '--batch', '4', '--seq', '10'],
};

interface LogRow {
  readonly step: number;
  readonly split: string;
  readonly loss: number;
}

describe('a run that is continued in PyTorch', function () {
  this.timeout(400_000); // torch takes seconds to be imported
  const directory = temporaryDirectory();
  after(() => directory.remove());
  const cwd = directory.path;
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
  const rowsOf = (log: string): LogRow[] =>
    log
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((row) => row.split(','))
      .map(([step, , split, loss]) => ({ step: Number(step), split: split!, loss: Number(loss) }));

  for (const [name, [content, ...flags]] of Object.entries(data)) {
    it(`has one log, and validates on the rows of before: ${name}`, async function () {
      const torch = await torchFor(this);
      const [file, out, folder] = [`${name}.csv`, `run of ${name}`, `folder of ${name}`];
      writeFileSync(join(cwd, file), content);
      const shape = ['--hidden', '8', '--layers', '1', '--threads', '1', '--val', '.2', '--test', '.1'];
      const trained = await run(['train', file, '--out', out, '--epochs', '2', ...shape, ...flags], { cwd });
      expect(trained.code, trained.stderr).equal(0);
      const exported = await run(['export', out, '--to', 'pytorch', '-o', folder], { cwd });
      expect(exported.code, exported.stderr).equal(0);
      const before = read(`${folder}/log.csv`);
      expect(read(`${out}/log.csv`).startsWith(before), 'the log up to the checkpoint').equal(true);

      // without a step, the loss of validation is that of the model that was exported
      const args = ['train.py', join(cwd, file), '--epochs', '1', '--lr', '0', '--batch', '4', '--seq', '10'];
      await torch.run(args, { cwd: join(cwd, folder) });
      const log = read(`${folder}/trained.csv`);
      expect(log.startsWith(before)).equal(true);
      const [ours, theirs] = [rowsOf(before), rowsOf(log.slice(before.length - 1))];
      expect(theirs.slice(0, 2).map(({ step, split }) => [step, split])).deep.equal([
        [ours.at(-1)!.step + 1, 'train'],
        [ours.at(-1)!.step + 2, 'train'],
      ]);
      const validations = [ours, theirs].map((rows) => rows.findLast(({ split }) => split === 'validation')!);
      // a text is read in one stream there, in several here, each of which begins without context
      expect(validations[1]!.loss).closeTo(validations[0]!.loss, name === 'a text' ? 0.05 : 1e-3);

      const back = ['train', file, '--init-from', join(folder, 'trained.safetensors'), '--steps', '1'];
      const again = await run([...back, '--out', `back of ${name}`, ...flags], { cwd });
      expect(again.code, again.stderr).equal(0);
    });
  }

  it('has neither log nor split where only weights are known, or a record that cannot be read', () => {
    const { training, ...weights } = smallSnapshot();
    expect(filesOfRun(join(cwd, 'model.safetensors'), weights)).deep.equal({});
    expect(filesOfRun(join(cwd, 'model.safetensors'), { ...weights, training: training! })).deep.equal({});
  });
});
