import { expect } from 'chai';
import { errorLine } from '../../../src/core/wording/index.js';
import { nearest, unknownFlag } from '../../../src/cli/options/nearest.js';
import { sampleCommand } from '../../../src/cli/options/sample.js';
import { trainCommand } from '../../../src/cli/options/train.js';

describe('suggestions', () => {
  const cases = [
    [trainCommand, '--batch-size', '--batch'],
    [trainCommand, '--batch_size=3', '--batch'],
    [trainCommand, '--learning-rate', '--lr'],
    [trainCommand, '--seq-length', '--seq'],
    [trainCommand, '--rnn_size', '--hidden'],
    [trainCommand, '--rnn-size', '--hidden'],
    [trainCommand, '--hlep', '--help'],
    [trainCommand, '--verison', 'char-rnn --version'],
    [trainCommand, '--version', 'char-rnn --version'],
    [trainCommand, '-v', 'char-rnn --version'],
    [trainCommand, '-o', '--out'],
    [trainCommand, '--HIDDEN', '--hidden'],
    [sampleCommand, '--num-samples', '--count'],
    [sampleCommand, '--prompt', '--prime'],
    [sampleCommand, '--tempreature', '--temperature'],
  ] as const;
  for (const [command, typed, meant] of cases) {
    it(`${command.name} ${typed} -> ${meant}`, () => {
      expect(errorLine(unknownFlag(typed, command.flags))).to.equal(
        `unknown flag ${typed.replace(/=.*/, '')}; did you mean ${meant}?`,
      );
    });
  }

  it('say what there is in place of a GPU', () => {
    for (const typed of ['--gpu', '--gpuid=0', '--device', '--cuda'])
      expect(errorLine(unknownFlag(typed, trainCommand.flags))).to.include('export --to pytorch');
  });

  it('are absent where nothing is near', () => {
    expect(errorLine(unknownFlag('--xyzzy', trainCommand.flags))).to.include('check its spelling');
    expect(errorLine(unknownFlag('-e', trainCommand.flags))).to.include('check its spelling');
  });

  it('count a swap of two neighbors as one edit', () => {
    expect(nearest('tarin', ['drain', 'train'])).to.equal('train');
  });

  it('name no synonym that is a flag of the same command', () => {
    for (const { flags } of [trainCommand, sampleCommand]) {
      for (const { synonyms = [] } of Object.values(flags) as { synonyms?: string[] }[]) {
        for (const word of synonyms) expect(flags).to.not.have.property(word);
      }
    }
  });
});
