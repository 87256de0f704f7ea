import { expect } from 'chai';
import { UserError } from '../../../src/core/errors.js';
import { compareCommand } from '../../../src/cli/options/compare.js';
import { evalCommand } from '../../../src/cli/options/eval.js';
import { exportCommand } from '../../../src/cli/options/export.js';
import { flagName, type CommandSpec } from '../../../src/cli/options/flag.js';
import { commandHelp } from '../../../src/cli/options/help.js';
import { inspectCommand } from '../../../src/cli/options/inspect.js';
import { errorLine, exitCodeOfError } from '../../../src/core/wording/index.js';
import { parse } from '../../../src/cli/options/parse.js';
import { sampleCommand } from '../../../src/cli/options/sample.js';
import { trainCommand } from '../../../src/cli/options/train.js';

const specs = [
  trainCommand,
  sampleCommand,
  inspectCommand,
  evalCommand,
  exportCommand,
] as unknown as CommandSpec[];

/** The exit code and the line of the error that `args` end in. */
function errorOf(spec: CommandSpec, args: readonly string[]): { exitCode: number; message: string } {
  try {
    parse(spec, args);
  } catch (error) {
    if (error instanceof UserError) {
      return { exitCode: exitCodeOfError(error.code), message: errorLine(error) };
    }
    throw error;
  }
  throw new Error(`${args.join(' ')} was accepted`);
}

interface Named {
  readonly name: string;
  readonly takesValue: boolean;
  parse(value: string): unknown;
}

/** A way to get a flag wrong: its arguments, and what the message must name; undefined where it is no mistake. */
type Misuse = (flag: Named) => readonly [args: readonly string[], named: string] | undefined;

const withValue = (value: string): Misuse => {
  return ({ name, takesValue, parse }) =>
    takesValue && parse(value) !== undefined ? undefined : [[`--${name}=${value}`], `--${name}`];
};
const misspelled = (spelled: (flag: string) => string): Misuse => {
  return ({ name, takesValue }) => {
    const wrong = spelled(`--${name}`);
    return [takesValue ? [wrong, '1'] : [wrong], wrong];
  };
};

const misuses: Record<string, Misuse> = {
  'without its value, at the end': ({ name, takesValue }) =>
    takesValue ? [[`--${name}`], `--${name}`] : undefined,
  'with another flag in place of its value': ({ name, takesValue }) =>
    takesValue ? [[`--${name}`, '--debug'], `--${name}`] : undefined,
  'denied, without a form for it': ({ name, takesValue }) =>
    takesValue ? undefined : [[`--no-${name}`], `--no-${name}`],
  'with a letter too many': misspelled((flag) => `${flag}x`),
  'in capitals': misspelled((flag) => flag.toUpperCase()),
  'with an empty value': withValue(''),
  'with the value NaN': withValue('NaN'),
  'with the value -1': withValue('-1'),
  'with the value 1e999': withValue('1e999'),
  'with the value 0x10': withValue('0x10'),
  'with the value 1,5': withValue('1,5'),
  'with the value yes': withValue('yes'),
};

describe('the command line', () => {
  for (const [what, misuse] of Object.entries(misuses)) {
    it(`refuses a flag ${what}: exit code 2, and the flag by its name`, () => {
      let tried = 0;
      for (const spec of specs) {
        const files = Array.from({ length: spec.arity[0] }, () => 'x');
        for (const [key, { parser, bare }] of Object.entries(spec.flags)) {
          if (bare) continue;
          const parse = (value: string) => parser.parse(value);
          const wrong = misuse({ name: flagName(key), takesValue: parser.placeholder !== '', parse });
          if (!wrong) continue;
          const [args, named] = wrong;
          const error = errorOf(spec, [...files, ...args]);
          expect(error.exitCode, `${spec.name} ${args.join(' ')}`).to.equal(2);
          expect(error.message, spec.name).to.include(named);
          tried++;
        }
      }
      expect(tried).to.be.above(10);
    });
  }

  it('gives a flag that may stand alone its value where none follows', () => {
    const csvOf = (...args: string[]) => parse(evalCommand, args).values.csv;
    for (const args of [
      ['m', 't', '--csv'],
      ['--csv', 'm', 't'],
      ['m', 't', '--csv', '--quiet'],
    ])
      expect(csvOf(...args.filter((arg) => arg !== '--quiet')), args.join(' ')).to.equal('-');
    expect(csvOf('m', 't', '--csv', 'out.csv')).to.equal('out.csv');
    expect(csvOf('m', 't', '--csv=out')).to.equal('out');
    expect(csvOf('m', 't', '--csv', '-')).to.equal('-');
    expect(csvOf('m', 't')).to.equal(undefined);
  });

  it('takes no value from a misspelled number', () => {
    for (const value of ['', 'abc', 'NaN', '1.5', '0', '-3', '1e400']) {
      const { message } = errorOf(trainCommand as unknown as CommandSpec, ['x', `--hidden=${value}`]);
      expect(message).to.match(/^--hidden: invalid value .*; expected a whole number from 1 to \d+$/);
    }
  });

  it('guesses the flag that was meant', () => {
    const spec = trainCommand as unknown as CommandSpec;
    expect(errorOf(spec, ['x', '--hiden', '3']).message).to.equal(
      'unknown flag --hiden; did you mean --hidden?',
    );
    expect(errorOf(spec, ['x', '--xyzzy']).message).to.include('check its spelling');
  });

  it('refuses flags that contradict each other', () => {
    const spec = sampleCommand as unknown as CommandSpec;
    const { message } = errorOf(spec, ['m', '--prime', 'a', '--prime-file', 'b']);
    expect(message).to.include('--prime cannot be combined with --prime-file');
  });

  it('takes the last value of a flag that is given twice, also by an alias, and lists what it overrides', () => {
    const { values, overridden } = parse(sampleCommand, ['m', '-t', '1', '--temperature', '0.5', '-t2']);
    expect(values.temp).to.equal(2);
    expect(overridden).to.deep.equal(['--temp 2 overrides 1, 0.5']);
    expect(parse(sampleCommand, ['m', '--heat', '--heat']).overridden).to.deep.equal([]);
  });

  it('returns typed values, with defaults where a flag is absent', () => {
    const { values, files, given } = parse(sampleCommand, [
      'runs/x',
      '-n400',
      '-t',
      '.5',
      '--stop',
      'a',
      '--stop=b',
    ]);
    expect(values).to.include({ length: 400, temp: 0.5, count: 1, heat: false });
    expect(values.seed).to.equal(undefined);
    expect(values.stop).to.deep.equal(['a', 'b']);
    expect(files).to.deep.equal(['runs/x']);
    expect([...given]).to.have.members(['length', 'temp', 'stop']);
  });

  it('keeps every character of a text: quotes, dashes, equals signs, newlines', () => {
    for (const text of ['"quoted"', "'", '-dash', '--dash dash', 'a=b', 'a\nb', ' ', '\u202e', '']) {
      expect(parse(sampleCommand, ['m', `--prime=${text}`]).values.prime).to.deep.equal([text]);
      expect(parse(sampleCommand, ['m', '--prime', text]).values.prime).to.deep.equal([text]);
    }
  });

  it('understands the names of older programs', () => {
    const old = ['m', '-primetext', 'Hi', '-length', '5', '-temperature', '0.3'];
    expect(parse(sampleCommand, old).values).to.include({ length: 5, temp: 0.3 });
    expect(parse(sampleCommand, old).values.prime).to.deep.equal(['Hi']);
    expect(parse(sampleCommand, ['m', '-sample', '0']).values.sample).to.equal('0');
    expect(parse(sampleCommand, ['m', '-t.5', '-n20']).values).to.include({ temp: 0.5, length: 20 });
  });

  it('takes - as a file, and everything after -- as files', () => {
    expect(parse(trainCommand, ['-']).files).to.deep.equal(['-']);
    expect(parse(trainCommand, ['a', '--', '-odd', '--lr', '-']).files).to.deep.equal([
      'a',
      '-odd',
      '--lr',
      '-',
    ]);
  });

  it('counts the files', () => {
    const spec = sampleCommand as unknown as CommandSpec;
    expect(errorOf(spec, []).message).to.equal(
      'missing argument; usage: char-rnn sample <model> [table.csv|lines|clips.npz]',
    );
    expect(errorOf(spec, ['a', 'b', 'c']).message).to.equal(
      'unexpected argument c; usage: char-rnn sample <model> [table.csv|lines|clips.npz]',
    );
  });

  it('reads cells and clamps', () => {
    const { clamp } = parse(sampleCommand, ['m', '--clamp', '2:37=-0.5']).values;
    expect(clamp).to.deep.equal([{ layer: 2, unit: 37, value: -0.5 }]);
    for (const wrong of ['0:1=1', '1:0=1', '1=1', '1:2', '1:2=', '1:2=x', 'a:b=1']) {
      const spec = sampleCommand as unknown as CommandSpec;
      expect(errorOf(spec, ['m', '--clamp', wrong]).message).to.include(`--clamp: invalid value ${wrong}`);
    }
  });
});

describe('flags together', () => {
  const message = (spec: unknown, ...args: string[]) => errorOf(spec as CommandSpec, args).message;

  it('are refused where one needs another, or a value of it', () => {
    expect(message(sampleCommand, 'm', '--unique')).to.equal(
      '--unique needs --lines; add --lines, or remove --unique',
    );
    for (const to of [[], ['--to', 'npz']])
      expect(message(exportCommand, 'm', '--onnx', 'step', ...to)).to.match(/^--onnx needs --to onnx; /);
    expect(parse(exportCommand, ['m', '--onnx', 'step', '--to', 'onnx']).values.onnx).to.equal('step');
  });

  it('are refused where two write to stdout', () => {
    const two = (spec: unknown, ...args: string[]) =>
      expect(message(spec, ...args)).to.match(/cannot be combined with/);
    two(inspectCommand, 'm', '--csv', '-', '--json', '-');
    two(compareCommand, 'm', '--html', '-', '--json', '-');
    two(trainCommand, 'a', '--jsonl', '--log', '-');
    two(evalCommand, 'm', 'a', '--jsonl', '--json', '-');
    expect(parse(inspectCommand, ['m', '--csv', '-', '--json', 'a']).values.json).to.equal('a');
    expect(parse(sampleCommand, ['m', '--prime-file', '-', '-o', '-']).values.output).to.equal('-');
  });

  it('train --json is --jsonl, as it once was', () => {
    expect(parse(trainCommand, ['a', '--json']).values.jsonl).to.equal(true);
    expect(commandHelp(trainCommand as unknown as CommandSpec, 80)).to.not.match(/--json /);
  });
});

describe('flag tables', () => {
  it('call a value in a help text by its placeholder', () => {
    for (const spec of specs) {
      for (const [key, { help, parser }] of Object.entries(spec.flags)) {
        for (const [letter] of help.matchAll(/\b[A-Z]\b/g))
          if (!/U\+/.test(help))
            expect(parser.placeholder, `${spec.name} --${flagName(key)}`).to.include(letter);
      }
    }
  });

  for (const spec of specs) {
    it(`${spec.name}: conflicts name flags of the same table, and no name is used twice`, () => {
      const names = Object.entries(spec.flags).flatMap(([key, { short, aliases = [] }]) => [
        flagName(key),
        ...(short ? [short] : []),
        ...aliases,
      ]);
      expect(new Set(names).size).to.equal(names.length);
      for (const { conflicts = [] } of Object.values(spec.flags)) {
        for (const other of conflicts) expect(spec.flags).to.have.property(other);
      }
      for (const { needs } of Object.values(spec.flags))
        if (needs) expect(spec.flags).to.have.property(needs.flag);
    });
  }
});
