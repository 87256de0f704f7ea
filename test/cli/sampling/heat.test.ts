import { expect } from 'chai';
import { Chalk } from 'chalk';
import { createHeat } from '../../../src/cli/sampling/heat.js';

const chalk = (level: 0 | 1 | 2 | 3) => new Chalk({ level });

describe('surprise shown in a text', () => {
  it('is marked where there is no color: [ ] around characters of 5 bits and more', () => {
    const heat = createHeat(chalk(0));
    const bits = [1, 5, 7, 4.9, 9, 12, 6];
    const shown =
      [...'abcd\nef'].map((character, i) => heat.paint(character, bits[i]!)).join('') + heat.end();
    expect(shown).to.equal('a[bc]d\n[ef]');
    expect(heat.legend).to.include('5 bits').and.to.include('1/32');
  });

  it('is a background with dark letters in color, so that it reads the same on light and dark terminals', () => {
    for (const level of [1, 2, 3] as const) {
      const heat = createHeat(chalk(level));
      expect(heat.paint('a', 0.5)).to.equal('a');
      const painted = heat.paint('a', 9).replaceAll('\u001b', 'ESC');
      expect(painted)
        .to.match(/ESC\[(4\d|48;[25];[\d;]+)m/)
        .and.to.match(/ESC\[(30|38;[25];[\d;]+)m/);
      expect(heat.paint('a', 3)).to.not.equal(heat.paint('a', 9));
    }
  });

  it('leaves newlines unpainted, which would color the rest of the line', () => {
    expect(createHeat(chalk(3)).paint('\n', 9)).to.equal('\n');
  });
});
