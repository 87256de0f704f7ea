import { expect } from 'chai';
import { bashCompletion } from '../../../src/cli/completion/bash.js';
import { fishCompletion } from '../../../src/cli/completion/fish.js';
import { zshCompletion } from '../../../src/cli/completion/zsh.js';
import { command } from '../../../src/cli/options/flag.js';
import { commandHelp } from '../../../src/cli/options/help.js';
import { parse } from '../../../src/cli/options/parse.js';
import { integer } from '../../../src/cli/options/parsers.js';
import { sampleCommand } from '../../../src/cli/options/sample.js';

/** `sample` with one more entry in its table, and nothing else: what CONTRIBUTING.md promises of a flag. */
const toy = command({
  ...sampleCommand,
  flags: {
    ...sampleCommand.flags,
    toyWidth: { group: 'output', help: 'columns of a toy', parser: integer(1, 99), fallback: 7 },
  },
});

describe('a flag that is one entry in a table', () => {
  it('is parsed, with the type and the default of its entry', () => {
    const width: number = parse(toy, ['model', '--toy-width', '12']).values.toyWidth;
    expect(width).to.equal(12);
    expect(parse(toy, ['model']).values.toyWidth).to.equal(7);
  });

  it('rejects values outside of its range, by name', () => {
    expect(() => parse(toy, ['model', '--toy-width', '100']))
      .to.throw()
      .with.nested.property('fields.flag', '--toy-width');
  });

  it('is suggested after a misspelling', () => {
    expect(() => parse(toy, ['model', '--toy-widht', '1']))
      .to.throw()
      .with.nested.property('fields.hint', 'did you mean --toy-width?');
  });

  it('is in the help and in the completions of all shells', () => {
    expect(commandHelp(toy, 80)).to.match(/--toy-width .*\n? *columns of a toy/);
    for (const completion of [bashCompletion, zshCompletion, fishCompletion]) {
      expect(completion([toy])).to.contain('toy-width');
    }
  });
});
