import { expect } from 'chai';
import { colorLevel } from '../../../src/cli/terminal/color.js';

const tty = { choice: 'auto', env: {}, isTTY: true, depth: 24 } as const;

describe('color', () => {
  it('is on for a terminal, as rich as the terminal allows', () => {
    expect(colorLevel(tty)).to.equal(3);
    expect(colorLevel({ ...tty, depth: 8 })).to.equal(2);
    expect(colorLevel({ ...tty, depth: 4 })).to.equal(1);
    expect(colorLevel({ ...tty, depth: 1 })).to.equal(0);
  });

  it('is off in a pipe and on a dumb terminal', () => {
    expect(colorLevel({ ...tty, isTTY: false })).to.equal(0);
    expect(colorLevel({ ...tty, env: { TERM: 'dumb' } })).to.equal(0);
  });

  it('follows --color before NO_COLOR before FORCE_COLOR before the terminal', () => {
    expect(colorLevel({ ...tty, choice: 'always', env: { NO_COLOR: '1' }, isTTY: false })).to.equal(3);
    expect(colorLevel({ ...tty, choice: 'never', env: { FORCE_COLOR: '3' } })).to.equal(0);
    expect(colorLevel({ ...tty, env: { NO_COLOR: '1', FORCE_COLOR: '3' } })).to.equal(0);
    expect(colorLevel({ ...tty, env: { NO_COLOR: '' } })).to.equal(3);
    expect(colorLevel({ ...tty, env: { FORCE_COLOR: '2' }, isTTY: false })).to.equal(2);
    expect(colorLevel({ ...tty, env: { FORCE_COLOR: '0' } })).to.equal(0);
    expect(colorLevel({ ...tty, env: { FORCE_COLOR: '1', TERM: 'dumb' }, isTTY: false })).to.equal(1);
  });
});
