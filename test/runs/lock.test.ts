import { expect } from 'chai';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../src/core/errors.js';
import { acquireLock, isLocked } from '../../src/runs/lock.js';
import { inTemporaryDirectory } from '../reliability/directories.js';

describe('runs/lock', () => {
  it('leaves no file when it is released', () =>
    inTemporaryDirectory((directory) => {
      acquireLock(directory).release();
      acquireLock(directory).release();
      expect(readdirSync(directory)).to.deep.equal([]);
    }));

  it('removes what killed processes have left', () =>
    inTemporaryDirectory((directory) => {
      for (const number of [1, 7, 41]) writeFileSync(join(directory, `.lock.${number}`), '');
      acquireLock(directory).release();
      expect(readdirSync(directory)).to.deep.equal([]);
    }));

  it('is refused while another has it, and says who', () =>
    inTemporaryDirectory((directory) => {
      const lock = acquireLock(directory);
      expect(isLocked(directory)).to.equal(true);
      expect(() => acquireLock(directory))
        .to.throw(UserError)
        .with.nested.property('fields.pid', process.pid);
      lock.release();
      expect(isLocked(directory)).to.equal(false);
    }));

  it('is not released by a process that lost it', () =>
    inTemporaryDirectory((directory) => {
      const lost = acquireLock(directory);
      writeFileSync(join(directory, '.lock.1'), '');
      const lock = acquireLock(directory);
      lost.release();
      lock.check();
      expect(() => lost.check()).to.throw(UserError);
      lock.release();
    }));
});
