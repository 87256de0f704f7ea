import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openTensorboardLog } from '../../src/runs/tensorboard-log.js';
import { tensorboardEvent, tensorboardHeader } from '../../src/formats/tensorboard.js';

describe('the TensorBoard log', () => {
  it('is a header, then a record for each evaluation and step', () => {
    const directory = mkdtempSync(join(tmpdir(), 'board-'));
    try {
      const log = openTensorboardLog(directory, () => 5000);
      const evaluation = { step: 7, epoch: 1, loss: 2, bitsPerCharacter: 2 / Math.LN2, best: true };
      log.add({ type: 'eval', split: 'validation', ...evaluation });
      log.add({ type: 'done', step: 7, best: 2, reason: 'steps' });
      log.close();
      const [name] = readdirSync(directory);
      expect(name).equal('events.out.tfevents.5000.char-rnn');
      const event = tensorboardEvent({ wallTime: 5, step: 7, scalars: { 'loss/validation': 2 } });
      const expected = Buffer.concat([tensorboardHeader(5), event]);
      expect(readFileSync(join(directory, name!)).equals(expected)).equal(true);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
