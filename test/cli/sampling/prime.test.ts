import { expect } from 'chai';
import { existsSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SampleValues } from '../../../src/cli/options/sample.js';
import { readLongPrime, readPrime } from '../../../src/cli/sampling/draws.js';
import type { WritingModel } from '../../../src/cli/sampling/open-model.js';
import { readPrimes } from '../../../src/cli/sampling/prime.js';
import { createPlainMemory } from '../../../src/core/memory.js';
import type { UserError } from '../../../src/core/errors.js';
import { js } from '../../../src/kernels/js/index.js';
import { modelFromSnapshot } from '../../../src/model/language-model.js';
import { createVocabulary } from '../../../src/text/vocabulary.js';
import { untrainedSnapshot } from '../../helpers/snapshots.js';
import { temporaryDirectory } from '../../helpers/run-cli.js';

/** Symbols that are held; anything longer is read in pieces. */
const HELD = 100;
const PASSAGE = 'aé\n𝄞"'.repeat(20_000);
const snapshot = untrainedSnapshot();
const chars = createVocabulary(snapshot.vocabulary);
const bytes = createVocabulary({ tokens: 'bytes', symbols: [] });
const progress = { report: async () => {}, check: () => {}, end: () => {} };

const FILES = '/proc/self/fd';

/** The files that this process has open, where the system says it. */
function openFiles(): string[] {
  if (!existsSync(FILES)) return [];
  return readdirSync(FILES).flatMap((fd) => {
    const link = join(FILES, fd);
    return existsSync(link) ? [readlinkSync(link)] : [];
  });
}

describe('a prime from a file', () => {
  const directory = temporaryDirectory();
  after(directory.remove);

  async function primeOf(
    content: string | Uint8Array,
    given: Partial<SampleValues> = {},
    vocabulary = chars,
  ) {
    const primeFile = join(directory.path, 'prime');
    writeFileSync(primeFile, content);
    const values = { prime: [], count: 1, primeFile, ...given } as unknown as SampleValues;
    return (await readPrimes(values, vocabulary, undefined, new AbortController().signal, HELD))[0]!;
  }

  async function joined(prime: Awaited<ReturnType<typeof primeOf>>) {
    const [texts, ids]: [string[], number[]] = [[], []];
    for await (const piece of prime.long!.pieces()) {
      texts.push(piece.text);
      ids.push(...piece.ids);
    }
    return { text: texts.join(''), ids, pieces: texts.length };
  }

  it('is kept in memory when it is short', async () => {
    const prime = await primeOf('aé');
    expect(prime).to.deep.equal({ text: 'aé', ids: Int32Array.of(0, 1), skipped: 0 });
  });

  it('is read in pieces when it is long, with the same symbols', async () => {
    const prime = await primeOf(PASSAGE);
    expect(prime.text).to.equal('');
    const { text, ids, pieces } = await joined(prime);
    expect(text).to.equal(PASSAGE);
    expect(ids).to.deep.equal(Array.from(PASSAGE, (symbol) => chars.idOf(symbol)!));
    expect(pieces).to.be.greaterThan(3);
  });

  it('of bytes keeps every byte, and characters that pieces cut in two', async () => {
    const { text, ids } = await joined(await primeOf(PASSAGE, {}, bytes));
    expect(text).to.equal(PASSAGE);
    expect(ids).to.deep.equal([...Buffer.from(PASSAGE)]);
  });

  it('leaves the network in the state after the whole text', async () => {
    const model = modelFromSnapshot(snapshot, {
      ...{ kernels: js, memory: createPlainMemory(), T: 1, B: 1, training: false },
    });
    const writing = { snapshot, clamps: [] } as unknown as WritingModel;
    const prime = await primeOf(PASSAGE);
    const long = await readLongPrime(model, writing, prime.long!, { progress });
    const ids = Int32Array.from(PASSAGE, (symbol) => chars.idOf(symbol)!);
    expect(long).to.deep.equal(await readPrime(model, writing, ids, progress));
  });

  it('counts or names the characters that the model does not know, wherever they are', async () => {
    const content = `${PASSAGE}x${PASSAGE}y`;
    const prime = await primeOf(content, { skipUnknown: true });
    expect((await joined(prime)).ids).to.have.length(2 * 100_000);
    expect(prime.long!.skipped).to.equal(2);
    const error = await joined(await primeOf(content)).catch((error: UserError) => error);
    expect((error as UserError).fields).to.include({ position: 100_001, character: "'x' (U+0078)" });
  });

  for (const given of [{ json: true }, { interactive: true }, { count: 2 }, { beam: 3 }] as const) {
    it(`is refused with ${Object.keys(given)[0]} when it is too long for memory`, async () => {
      const error = await primeOf(PASSAGE, given).catch((error: UserError) => error);
      expect((error as UserError).code).to.equal('text/too-long');
      expect(openFiles()).to.not.include(join(directory.path, 'prime'));
    });
  }

  it('is closed when it is not read to its end', async () => {
    const prime = await primeOf(PASSAGE);
    for await (const { text } of prime.long!.pieces()) {
      expect(text).to.not.equal('');
      expect(openFiles()).to.satisfy(
        (files: string[]) => !existsSync(FILES) || files.includes(join(directory.path, 'prime')),
      );
      break;
    }
    expect(openFiles()).to.not.include(join(directory.path, 'prime'));
  });
});
