import { expect } from 'chai';
import stringWidth from 'string-width';
import { commands } from '../../../src/cli/commands.js';
import { commandHelp, groups, overview, signature } from '../../../src/cli/options/help.js';

const specs = commands.map(({ spec }) => spec);
const pages: [string, (width: number) => string][] = [
  ['char-rnn', (width) => overview(specs, width)],
  ...specs.map((spec): [string, (width: number) => string] => [spec.name, (w) => commandHelp(spec, w)]),
];

describe('help', () => {
  for (const [name, page] of pages) {
    it(`of ${name} fits into 80 columns`, () => {
      for (const line of page(80).split('\n')) expect(stringWidth(line), line).to.be.at.most(80);
    });
  }

  it('leaves two blanks between a command or a flag and its text', () => {
    for (const { name, usage, flags } of specs) {
      expect(overview(specs, 80)).to.match(after(`${name} ${usage}`));
      for (const [flag, entry] of [...groups(flags).values()].flat()) {
        const page = commandHelp({ ...specs[0]!, flags }, 80);
        expect(page).to.match(after(signature(flag, entry)));
      }
    }
  });
});

const after = (text: string) => new RegExp(`${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(\\n|  )`);
