import { expect } from 'chai';
import fc from 'fast-check';
import { bytesOfPairs, pairsOf } from '../../src/page/pairs.js';
import { joinPlanes, splitPlanes } from '../../src/page/planes.js';
import { turnOf } from '../../src/page/panels/turning.js';
import { choicesOf, networkInWords } from '../../src/page/wording.js';
import type { Network } from '../../src/page/protocol.js';

describe('page/pairs', () => {
  it('gives the bytes back from printable characters that cannot end an element', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = pairsOf(bytes);
        expect(text).to.match(/^[!-;=-~]*$/);
        expect(bytesOfPairs(text)).to.deep.equal(bytes);
      }),
    );
  });

  it('takes 16 bits of text for 13 of data', () => {
    expect(pairsOf(new Uint8Array(13_000))).to.have.length(16_000 + 4);
  });
});

describe('page/planes', () => {
  it('has the lower bytes before the upper ones', () => {
    expect([...splitPlanes(Uint8Array.of(1, 2, 3, 4, 5))]).to.deep.equal([1, 3, 5, 2, 4]);
  });

  it('gives back what was split', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        expect(joinPlanes(splitPlanes(bytes))).to.deep.equal(bytes);
      }),
    );
  });
});

describe('page/panels/turning', () => {
  const evaluations = (...losses: number[]) =>
    losses.map((loss, i) => ({ step: 100 * (i + 1), epoch: i + 1, loss }));

  it('has turned when two evaluations in a row are above the lowest', () => {
    expect(turnOf(evaluations(3, 2, 2.1))).to.equal(null);
    expect(turnOf(evaluations(3, 2, 2.1, 2.05))).to.deep.equal({ step: 200, epoch: 2, loss: 2 });
  });

  it('has not turned when it falls below the lowest again', () => {
    expect(turnOf(evaluations(3, 2, 2.1, 2.05, 1.9))).to.equal(null);
    expect(turnOf([])).to.equal(null);
  });
});

describe('page/wording', () => {
  const network = (cell: string, layers: number, hidden: number, backend = 'wasm') =>
    ({ config: { cell, layers, hidden }, parameters: 106_943, backend }) as Network;

  it('describes a network in words', () => {
    expect(networkInWords(network('lstm', 1, 128))).to.equal('an LSTM of 128 units, 106,943 weights');
    expect(networkInWords(network('gru', 2, 1, 'js'))).to.equal(
      'a GRU of 2 layers of 1 unit, 106,943 weights, in plain loops',
    );
    expect(networkInWords(network('rnn', 1, 8))).to.match(/^an RNN of 8 units/);
    expect(networkInWords(network('min-gru', 1, 8))).to.match(/^a MIN-GRU of/);
  });

  it('says a loss as the number of equally likely characters', () => {
    expect(choicesOf(Math.log(4.6))).to.equal('4.6');
    expect(choicesOf(Math.log(1234))).to.equal('1,234');
  });
});
