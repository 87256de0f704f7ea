import { expect } from 'chai';
import { existsSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPrime } from '../../../src/app/sample/draws.js';
import { readPrimes, type Prime } from '../../../src/app/sample/primes.js';
import type { PrimeFields } from '../../../src/app/sample/request.js';
import { unwatched } from '../../../src/core/watch.js';
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

  async function primeOf(content: string | Uint8Array, given: PrimeFields = {}, vocabulary = chars) {
    const primeFile = join(directory.path, 'prime');
    writeFileSync(primeFile, content);
    const reading = { vocabulary, encoding: undefined };
    return (await readPrimes({ primeFile, ...given }, reading, unwatched, HELD))[0]!;
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
      kernels: js,
      memory: createPlainMemory(),
      T: 1,
      B: 1,
      training: false,
    });
    const start = async (prime: Pick<Prime, 'ids' | 'long'>) => {
      const reading = readPrime(model, { snapshot, clamps: [] }, prime, unwatched);
      for (;;) {
        const { done, value } = await reading.next();
        if (done) return value;
      }
    };
    const long = await start(await primeOf(PASSAGE));
    const ids = Int32Array.from(PASSAGE, (symbol) => chars.idOf(symbol)!);
    expect(long).to.deep.equal(await start({ ids }));
  });

  it('counts or names the characters that the model does not know, wherever they are', async () => {
    const content = `${PASSAGE}x${PASSAGE}y`;
    const prime = await primeOf(content, { skipUnknown: true });
    expect((await joined(prime)).ids).to.have.length(2 * 100_000);
    expect(prime.long!.skipped).to.equal(2);
    const error = await joined(await primeOf(content)).catch((error: UserError) => error);
    expect((error as UserError).fields).to.include({ position: 100_001, character: "'x' (U+0078)" });
  });

  it('is refused when it is too long for memory and needed as a whole', async () => {
    const error = await primeOf(PASSAGE, { wholePrime: true }).catch((error: UserError) => error);
    expect((error as UserError).code).to.equal('text/too-long');
    expect(openFiles()).to.not.include(join(directory.path, 'prime'));
  });

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
