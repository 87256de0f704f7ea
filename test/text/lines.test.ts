import { expect } from 'chai';
import fc from 'fast-check';
import { linesOf } from '../../src/text/lines.js';

describe('the lines of a text', () => {
  async function* pieces(text: string, size: number): AsyncGenerator<string> {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  }
  async function read(text: string, size: number, longest?: number): Promise<string[]> {
    const lines: string[] = [];
    for await (const batch of linesOf(pieces(text, size), longest)) lines.push(...batch);
    return lines;
  }

  it('are the same however it is divided, with LF and CRLF, with and without a last line end', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\r', '\n', '\r\n') });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (t, size) => {
        const wanted = t.split('\n').map((line) => line.replace(/\r$/, ''));
        if (t === '' || t.endsWith('\n')) wanted.pop();
        expect(await read(t, size)).deep.equal(wanted);
      }),
    );
  });

  it('are cut where they are too long, to one character more than is allowed', async () => {
    for (const size of [1, 3, 100]) {
      const text = `${'a'.repeat(4)}\r\n${'b'.repeat(5)}\n${'c'.repeat(50)}\nd`;
      expect(await read(text, size, 4)).deep.equal(['aaaa', 'bbbbb', 'ccccc', 'd']);
    }
  });
});
