import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UserError, userError } from '../../../src/core/errors.js';
import { errorLine, errorsByExitCode, exitCodeOfError } from '../../../src/core/wording/index.js';

const library = fileURLToPath(new URL('../../../../src/', import.meta.url));

describe('errors', () => {
  it('carry code and fields in the library, on one line and without a flag', () => {
    const cause = new Error('cause');
    const error = userError(
      'text/unknown',
      { character: "'x'", position: 3, size: 4, instead: 'remove it' },
      cause,
    );
    expect(error).to.be.instanceOf(UserError).with.property('cause', cause);
    expect(error.fields).to.deep.equal({ character: "'x'", position: 3, size: 4, instead: 'remove it' });
    expect(error.message).to.equal(
      "text/unknown: character = 'x', position = 3, size = 4, instead = remove it",
    );
  });

  it('are a sentence, a hint and an exit code on the command line', () => {
    const error = userError('corpus/empty', { file: 'a{file}.txt' });
    expect(errorLine(error)).to.equal('a{file}.txt is empty; the text needs at least two characters');
    expect(exitCodeOfError(error.code)).to.equal(3);
    expect(exitCodeOfError('run/exists')).to.equal(2);
  });

  it('have one exit code each', () => {
    const codes = [...errorsByExitCode.values()].flatMap((table) => Object.keys(table));
    expect(new Set(codes).size).to.equal(codes.length);
    expect([...errorsByExitCode.keys()]).to.deep.equal([2, 3, 4, 5, 6, 7]);
  });

  it('are worded without flags everywhere below app and what materials say of a request, whose fields are flags', () => {
    const naming = readdirSync(library, { recursive: true, encoding: 'utf8' })
      .filter(
        (file) =>
          file.endsWith('.ts') &&
          !/^(app|cli|page)\/|^material\/(\w+\/)?(kind|request|answer)\.ts$/.test(file),
      )
      .filter((file) =>
        readFileSync(`${library}${file}`, 'utf8')
          .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
          .match(/userError\([^;]*['"` ]--[a-z]/),
      );
    expect(naming).to.deep.equal([]);
  });
});
