import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openData } from '../../../src/app/inspect/data.js';
import { createPlainMemory } from '../../../src/core/memory.js';
import type { Json, Snapshot } from '../../../src/core/snapshot.js';
import { unwatched } from '../../../src/core/watch.js';
import { presets } from '../../../src/train/presets.js';

const content = 'Où êtes-vous, mon ami ? Là, à côté.';
const model = { ...presets['char-rnn'].model, vocabulary: 256 };

describe('the text that inspect reads', () => {
  let file: string;
  beforeEach(() => (file = join(mkdtempSync(join(tmpdir(), 'source-')), 'a.txt')));
  afterEach(() => rmSync(join(file, '..'), { recursive: true }));

  /** A model that was trained on `file`, the second half of which was for validation. */
  function trained(tokens: 'chars' | 'bytes', encoding: 'utf8' | 'latin1'): Snapshot {
    const bytes = Buffer.from(content, encoding);
    writeFileSync(file, bytes);
    const characters = tokens === 'bytes' ? bytes.length : content.length;
    const corpus = {
      files: [file],
      include: [],
      exclude: [],
      encoding,
      tokens,
      minCount: 1,
      characters,
      digest: '0'.repeat(64),
    };
    const split = { validation: 0.5, test: 0, layout: 'contiguous' };
    const options = { ...presets['char-rnn'], split } as unknown as Json;
    const environment = { backend: 'js', threads: 1, corpus };
    const symbols = tokens === 'bytes' ? [] : [...new Set(content)];
    return {
      model,
      vocabulary: { tokens, symbols },
      weights: new Map(),
      training: { options, environment, progress: {}, tensors: new Map() },
    };
  }

  async function textOf(snapshot: Snapshot, files: string[], encoding?: 'utf8' | 'latin1'): Promise<string> {
    const request = { model: 'a model', files, encoding, watch: unwatched };
    const { source, close } = await openData({ file: 'a model', snapshot }, request, createPlainMemory());
    const pieces: Buffer[] = [];
    for await (const piece of source!.chunks) {
      pieces.push(Buffer.from(piece as Uint8Array));
    }
    close();
    return Buffer.concat(pieces).toString();
  }

  it('is read in the encoding of training, unless another is given', async () => {
    const snapshot = trained('chars', 'latin1');
    expect(await textOf(snapshot, [file])).to.equal(content);
    writeFileSync(file, content);
    expect(await textOf(snapshot, [file], 'utf8')).to.equal(content);
  });

  it('is the validation part where none is named', async () => {
    const half = content.slice(content.length - Math.floor(content.length / 2));
    expect(await textOf(trained('chars', 'latin1'), [])).to.equal(half);
  });

  it('is the same part for bytes, which are more than the characters', async () => {
    const bytes = Buffer.from(content);
    const half = bytes.subarray(bytes.length - Math.floor(bytes.length / 2)).toString();
    expect(await textOf(trained('bytes', 'utf8'), [])).to.equal(half);
  });
});
