import { expect } from 'chai';
import { openSourceTable } from '../../../src/material/table/source-rows.js';

const format = {
  file: 'a.csv',
  from: ['word'],
  between: /,/,
  encoding: 'utf8' as const,
  hasHeader: true,
  delimiter: ',',
  quoted: true,
};

/** A text in two pieces, and whether it has been closed. */
function closable(header: string) {
  const state = { isClosed: false };
  async function* text(): AsyncGenerator<string> {
    try {
      yield `${header}\na,1\n`;
      for (;;) yield 'b,2\n';
    } finally {
      state.isClosed = true;
    }
  }
  return { state, text: text() };
}

describe('a table of sources', () => {
  it('closes its text where its header is refused', async () => {
    const { state, text } = closable('other,n');
    const error = await openSourceTable(text, format).catch((error: unknown) => error);
    expect(error).include({ code: 'table/no-column' });
    expect(state.isClosed).equal(true);
  });

  it('closes it where the reader ends, after whatever row', async () => {
    for (const wanted of [1, 3]) {
      const { state, text } = closable('word,n');
      const { rows } = await openSourceTable(text, format);
      let batches = 0;
      for await (const batch of rows) {
        expect(batch[0]!.source).deep.equal([batches === 0 ? 'a' : 'b']);
        if (++batches === wanted) break;
      }
      expect(state.isClosed, `${wanted}`).equal(true);
    }
  });
});
