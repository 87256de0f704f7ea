import { expect } from 'chai';
import fc from 'fast-check';
import { planPieces } from '../../src/eval/pieces.js';

describe('planPieces', () => {
  it('reads a text that fits one piece in a single pass', () => {
    expect(planPieces(65537)).deep.equal([{ begin: 0, from: 0, to: 65536 }]);
  });

  it('lets each later piece read what precedes it', () => {
    expect(planPieces(26, 10, 4)).deep.equal([
      { begin: 0, from: 0, to: 10 },
      { begin: 6, from: 10, to: 20 },
      { begin: 16, from: 20, to: 25 },
    ]);
  });

  it('scores every symbol but the first exactly once', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 90 }), fc.nat(120), (symbols, piece, warmUp) => {
        const scored = planPieces(symbols, piece, warmUp).flatMap((p) =>
          Array.from({ length: p.to - p.from }, (_, i) => p.from + i + 1),
        );
        expect(scored).deep.equal(Array.from({ length: Math.max(0, symbols - 1) }, (_, i) => i + 1));
      }),
      { seed: 1 },
    );
  });
});
