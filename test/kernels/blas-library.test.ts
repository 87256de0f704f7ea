import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chooseBackend } from '../../src/kernels/index.js';
import { openLibrary } from '../../src/kernels/blas/library.js';
import { librariesToTry } from '../../src/kernels/blas/search.js';
import { blasHint } from '../../src/cli/training/blas-hint.js';

describe('the search for a BLAS library', () => {
  const root = mkdtempSync(join(tmpdir(), 'char-rnn-blas-'));
  after(() => rmSync(root, { recursive: true }));
  const place = (file: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
    return join(root, file);
  };

  it("tries the system's loader, then conda, then those of NumPy and SciPy", () => {
    const numpy = place('venv/lib/python3.11/site-packages/numpy.libs/libscipy_openblas64_-32a4b2a6.so');
    const user = place('home/.local/lib/python3.9/site-packages/numpy.libs/libopenblasp-r0-2d23e62b.3.17.so');
    const conda = place('conda/lib/libopenblas.so.0');
    place('conda/lib/libz.so');
    const env = { VIRTUAL_ENV: join(root, 'venv'), CONDA_PREFIX: join(root, 'conda'), PATH: '' };
    const found = [...librariesToTry({ platform: 'linux', env, home: join(root, 'home') })];
    expect(found[0]).to.equal('libopenblas.so.0');
    const own = found.filter((file) => file.startsWith(root));
    expect(own).to.deep.equal([conda, numpy, user]);
  });

  it('tries BLIS last', () => {
    const found = [...librariesToTry({ platform: 'linux', env: { PATH: '' }, home: root })];
    expect(found.findIndex((file) => file.includes('blis'))).to.equal(found.length - 3);
  });

  it('looks where macOS keeps Accelerate and NumPy its dylibs', () => {
    const numpy = place('venv/lib/python3.12/site-packages/numpy/.dylibs/libscipy_openblas64_.dylib');
    const env = { VIRTUAL_ENV: join(root, 'venv'), PATH: '' };
    const found = [...librariesToTry({ platform: 'darwin', env, home: join(root, 'missing') })];
    expect(found[0]).to.contain('Accelerate');
    expect(found).to.include(numpy);
  });

  it('skips files that are not libraries', async () => {
    const found = await openLibrary([place('libopenblas.so')]);
    expect(found).to.not.have.property('sgemm');
  });

  it('follows CHAR_RNN_BLAS: none, or the only file to try', async () => {
    const before = process.env['CHAR_RNN_BLAS'];
    try {
      process.env['CHAR_RNN_BLAS'] = 'none';
      expect(await openLibrary()).to.deep.equal({ why: 'CHAR_RNN_BLAS is none', installable: false });
      const backend = await chooseBackend('blas');
      expect(backend).to.include({ name: 'wasm', lacksBlas: false });
      process.env['CHAR_RNN_BLAS'] = '/no/such/library.so';
      expect(JSON.stringify(await openLibrary())).to.match(/no\/such\/library\.so|koffi/);
    } finally {
      if (before === undefined) delete process.env['CHAR_RNN_BLAS'];
      else process.env['CHAR_RNN_BLAS'] = before;
    }
  });

  it('names the command that installs one on this system', () => {
    expect(blasHint((path) => path.includes('apt'))).to.contain('sudo apt install libopenblas0');
    expect(blasHint((path) => path.includes('dnf'))).to.contain('sudo dnf install openblas');
    expect(blasHint(() => false)).to.match(/: pip install numpy$/);
  });
});
