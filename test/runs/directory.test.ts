import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findModel, readCheckpoint } from '../../src/runs/checkpoint.js';
import { createRun, openRun } from '../../src/runs/directory.js';
import type { StepEvent } from '../../src/train/events.js';
import { smallSnapshot } from '../helpers/snapshots.js';
import { inTemporaryDirectory } from '../reliability/directories.js';

const stepEvent = (step: number): StepEvent => ({
  type: 'step', step, epoch: step / 10, loss: Math.LN2, smoothLoss: 1, gradNorm: 0.5, lr: 0.01,
  charactersPerSecond: 1000, seconds: step,
});

describe('runs/directory', () => {
  it('keeps the last step files and the best, and names the newest', () =>
    inTemporaryDirectory(async (path) => {
      const run = createRun(path, { seed: 1 });
      for (const step of [10, 20, 30]) {
        await run.save(smallSnapshot({ seed: step }), step, { best: step === 20, periodic: true, keep: 2 });
      }
      await run.close();
      const names = readdirSync(path).filter((name) => !name.startsWith('.'));
      expect(names).to.have.members([
        ...['config.json', 'latest', 'best.safetensors'],
        ...['step-00000020.safetensors', 'step-00000030.safetensors'],
      ]);
      expect(await openedNewest(path)).to.equal(join(path, 'step-00000030.safetensors'));
      expect(readCheckpoint(findModel(path))).to.deep.equal(smallSnapshot({ seed: 20 }));
    }));

  it('saves a best model without touching the newest', () =>
    inTemporaryDirectory(async (path) => {
      const run = createRun(path, {});
      await run.save(smallSnapshot(), 5, { best: true, periodic: false, keep: 3 });
      expect(run.newest()).to.equal(undefined);
      await run.close();
    }));

  it('uses `latest` only when it names an existing step file', () =>
    inTemporaryDirectory(async (path) => {
      const run = createRun(path, {});
      await run.save(smallSnapshot(), 5, { best: false, periodic: true, keep: 3 });
      await run.close();
      for (const hostile of ['../../etc/passwd', 'step-00000099.safetensors', '', 'best.safetensors']) {
        writeFileSync(join(path, 'latest'), hostile);
        expect(await openedNewest(path)).to.equal(join(path, 'step-00000005.safetensors'));
      }
    }));

  it('removes the temporary files of a killed process when it is opened again', () =>
    inTemporaryDirectory(async (path) => {
      await createRun(path, {}).close();
      const left = join(path, '.best.safetensors.01234567-89ab-4cde-8f01-23456789abcd.tmp');
      writeFileSync(left, 'half');
      await openRun(path).close();
      expect(existsSync(left)).to.equal(false);
    }));

  it('logs a row per step, and removes the rows that a resumed run logs again', () =>
    inTemporaryDirectory(async (path) => {
      const run = createRun(path, {});
      const log = run.openLog();
      for (const step of [1, 2, 3]) await log.add(stepEvent(step));
      await run.close();
      const file = join(path, 'log.csv');
      writeFileSync(file, `${readFileSync(file, 'utf8')}4,0.4,tra`);
      const again = openRun(path);
      await again.openLog({ after: 2 }).add(stepEvent(3));
      await again.close();
      expect(readFileSync(file, 'utf8').split('\n')).to.deep.equal([
        'step,epoch,split,loss,bits_per_character,grad_norm,lr,characters_per_second,seconds',
        '1,0.1,train,0.6931471805599453,1,0.5,0.01,1000,1',
        '2,0.2,train,0.6931471805599453,1,0.5,0.01,1000,2',
        '3,0.3,train,0.6931471805599453,1,0.5,0.01,1000,3',
        '',
      ]);
    }));
});

async function openedNewest(path: string): Promise<string | undefined> {
  const run = openRun(path);
  await run.close();
  return run.newest();
}
