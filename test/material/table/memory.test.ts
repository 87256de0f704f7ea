import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../../helpers/table-memory.js', import.meta.url));
const run = promisify(execFile);

/** Bytes of the arrays that training on a table with so many rows keeps. */
async function bytesFor(rows: number): Promise<number> {
  const { stdout } = await run(process.execPath, ['--expose-gc', script, String(rows)]);
  return Number(stdout);
}

describe('the memory of a large table', () => {
  it('is less than eight bytes a row', async () => {
    // the rows of training alone are more than are shuffled in memory
    const rows = 1_052_000;
    const [small, large] = [await bytesFor(4000), await bytesFor(rows)];
    expect((large - small) / rows).to.be.below(8);
  });
});
