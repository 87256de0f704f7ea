import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { UserError } from '../../../src/core/errors.js';
import { openCorpus, type CorpusOptions } from '../../../src/material/text/corpus.js';
import { readText } from '../../../src/material/text/read-text.js';
import { decode } from '../../../src/text/decoder.js';
import { createVocabulary } from '../../../src/text/vocabulary.js';
import { hardTexts } from './hard-texts.js';

describe('corpus', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'corpus-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const at = (name: string) => join(directory, name);
  function file(name: string, content: string | Uint8Array): string {
    writeFileSync(at(name), content);
    return at(name);
  }

  /** Opens, reads everything back as text, closes. */
  async function read(paths: string[], options: CorpusOptions = {}) {
    const corpus = await openCorpus(paths, { workDirectory: directory, ...options });
    const ids = new Int32Array(corpus.characters);
    corpus.source.read(0, ids);
    corpus.close();
    return { ...corpus, ids: [...ids], text: decode(ids, corpus.vocabulary) };
  }

  async function errorOf(paths: string[], options: CorpusOptions = {}): Promise<UserError> {
    const error = await read(paths, options).then(
      () => expect.fail('no error'),
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(UserError);
    return error as UserError;
  }

  it('numbers the characters of a text by code point', async () => {
    const corpus = await read([file('hello.txt', 'hello')]);
    expect(corpus.vocabulary.symbols).to.deep.equal(['e', 'h', 'l', 'o']);
    expect(corpus.ids).to.deep.equal([1, 0, 2, 2, 3]);
    expect(corpus.name).to.equal('hello');
  });

  for (const { name, encoding, bytes, text } of hardTexts.filter((hard) => new Set(hard.text).size > 1)) {
    it(`gives back ${name}`, async () => {
      const path = file('a.txt', bytes);
      for (const chunkSize of [3, 4096])
        expect((await read([path], { encoding, chunkSize })).text).to.equal(text);
    });
  }

  it('takes several files one after the other, with nothing between', async () => {
    expect((await read([file('a', 'ab'), file('b', ''), file('c', 'cd')])).text).to.equal('abcd');
  });

  it('takes all files of a directory in the order of their names, hidden ones and node_modules aside', async () => {
    mkdirSync(at('d/node_modules'), { recursive: true });
    mkdirSync(at('d/b'));
    file('d/c.txt', '3');
    file('d/a.ts', '1');
    file('d/b/x.ts', '2');
    file('d/.hidden', '!');
    file('d/node_modules/y.ts', '!');
    symlinkSync('c.txt', at('d/link'));
    expect((await read([at('d')])).text).to.equal('1233');
    expect((await read([at('d')], { include: ['*.ts'] })).text).to.equal('12');
    expect((await read([at('d')], { include: ['b/**', '*.txt'] })).text).to.equal('23');
    const error = await errorOf([at('d')], { include: ['*.py'] });
    expect(error.code).to.equal('corpus/no-match');
    expect(error.fields).to.include({ directory: at('d'), include: '*.py' });
  });

  it('decompresses .gz, and refuses one that is damaged, truncated or larger than the limit', async () => {
    const packed = gzipSync('hello '.repeat(1000));
    const whole = await read([file('a.txt.gz', packed)]);
    expect(whole.text).to.equal('hello '.repeat(1000));
    expect(whole.name).to.equal('a');
    expect((await errorOf([file('b.gz', 'no gzip')])).code).to.equal('corpus/gzip');
    expect((await errorOf([file('c.gz', packed.subarray(0, 20))])).code).to.equal('corpus/gzip');
    expect((await errorOf([at('a.txt.gz')], { sizeCap: 5999 })).code).to.equal('corpus/too-large');
    expect((await read([at('a.txt.gz')], { sizeCap: 6000 })).characters).to.equal(6000);
  });

  it('reads a pipe, though it needs the text twice', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const writing = new Promise<void>((resolve) =>
      import('node:fs').then(({ createWriteStream }) =>
        createWriteStream(at('pipe')).end('hello', () => resolve()),
      ),
    );
    expect((await read([at('pipe')])).text).to.equal('hello');
    await writing;
  });

  it('with bytes, keeps every byte unchanged, in any encoding', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => 255 - i);
    const corpus = await read([file('a', bytes)], { tokens: 'bytes' });
    expect(corpus.ids).to.deep.equal([...bytes]);
    expect(corpus.vocabulary.size).to.equal(256);
  });

  it('with a minimal count, turns rarer characters into U+FFFD', async () => {
    const corpus = await read([file('a', 'aaabbcaab')], { minCount: 3 });
    expect(corpus.text).to.equal('aaabb\ufffdaab');
    expect(corpus.vocabulary.symbols).to.deep.equal(['a', 'b', '\ufffd']);
  });

  it('uses two bytes per id beyond 256 symbols', async () => {
    const text = String.fromCodePoint(...Array.from({ length: 5000 }, (_, i) => 0x4e00 + i));
    const corpus = await read([file('a', text)]);
    expect(corpus.vocabulary.size).to.equal(5000);
    expect(corpus.text).to.equal(text);
  });

  describe('under a given vocabulary', () => {
    const vocabulary = createVocabulary({ tokens: 'chars', symbols: ['\n', 'a', 'b'] });

    it('names the first character it lacks, and the line', async () => {
      const error = await errorOf([file('a', 'a\nb\nab\u{1f600}')], { vocabulary, chunkSize: 2 });
      expect(error.code).to.equal('corpus/unknown');
      expect(error.fields).to.include({ character: "'😀' (U+1F600)", line: 3, size: 3 });
    });

    it('leaves unknown characters out when asked to, and counts them', async () => {
      const corpus = await read([file('a', 'axbya')], { vocabulary, unknown: 'skip' });
      expect(corpus.text).to.equal('aba');
      expect(corpus.unknown).to.equal(2);
    });

    it('says so when it knows hardly any character of a text', async () => {
      const error = await errorOf([file('a', 'xyza')], { vocabulary, unknown: 'skip' });
      expect(error.code).to.equal('corpus/foreign');
      expect(error.fields).to.deep.equal({ file: at('a'), unknown: 3 });
    });

    it('turns them into U+FFFD where that is a symbol', async () => {
      const withReplacement = createVocabulary({ tokens: 'chars', symbols: ['a', 'b', '\ufffd'] });
      const corpus = await read([file('a', 'axbya')], { vocabulary: withReplacement });
      expect(corpus.text).to.equal('a\ufffdb\ufffda');
      expect(corpus.unknown).to.equal(2);
    });

    it('has the digest of the same text under its own', async () => {
      const path = file('a', 'ab\nba');
      expect((await read([path], { vocabulary })).digest).to.equal((await read([path])).digest);
      expect((await read([file('b', 'ab\nbb')])).digest).to.not.equal((await read([path])).digest);
    });
  });

  it('refuses a text without characters, with one, or with one repeated', async () => {
    expect((await errorOf([file('empty', '')])).code).to.equal('corpus/empty');
    expect((await errorOf([file('mark', '\ufeff')])).code).to.equal('corpus/empty');
    expect((await errorOf([at('empty')], { tokens: 'bytes' })).code).to.equal('corpus/empty');
    expect((await errorOf([file('x', 'xxx')])).fields).to.include({ character: "'x' (U+0078)" });
  });

  it('refuses bytes that look like another encoding', async () => {
    const marked = file('marked.txt', '\ufeffaé');
    expect((await errorOf([marked], { encoding: 'latin1' })).code).to.equal('corpus/encoding');
    const quotes = file('quotes.txt', Uint8Array.of(0x93, 0x61, 0x94));
    expect((await errorOf([quotes], { encoding: 'latin1' })).code).to.equal('corpus/undecodable');
  });

  it('says what is wrong with a path', async () => {
    expect((await errorOf([at('none')])).code).to.equal('corpus/missing');
    expect((await errorOf([`${file('a', 'ab')}/b`])).code).to.equal('corpus/missing');
    mkdirSync(at('nothing'));
    expect((await errorOf([at('nothing')])).fields).to.deep.equal({ directory: at('nothing'), include: '*' });
    symlinkSync('nowhere', at('dangling'));
    expect((await errorOf([at('dangling')])).code).to.equal('corpus/missing');
  });

  it('stops reading when its signal aborts, with the reason of the signal', async () => {
    const stop = new AbortController();
    const opening = openCorpus([file('a', 'ab'.repeat(100_000))], {
      workDirectory: directory,
      chunkSize: 64,
      signal: stop.signal,
    });
    setImmediate(() => stop.abort(new Error('enough'))); // 3,125 chunks take as many turns of the event loop
    const error: unknown = await opening.catch((thrown: unknown) => thrown);
    expect((error as Error).message).to.equal('enough');
  });

  it('as text, is the text of the files in pieces', async () => {
    let text = '';
    const pieces = readText([file('a', 'héllo'), file('b', '!')], { chunkSize: 2 });
    for await (const piece of pieces) text += piece;
    expect(text).to.equal('héllo!');
  });
});
