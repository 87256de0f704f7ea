import { expect } from 'chai';
import { frameByFrame } from '../../src/page/elements.js';

describe('frameByFrame', () => {
  const { requestAnimationFrame } = globalThis;
  let requested: FrameRequestCallback[] = [];
  /** Runs what the next frame was requested for. */
  const nextFrame = (): void => requested.splice(0).forEach((callback) => callback(0));

  before(() => {
    globalThis.requestAnimationFrame = (callback) => requested.push(callback);
  });
  beforeEach(() => (requested = []));
  after(() => {
    globalThis.requestAnimationFrame = requestAnimationFrame;
  });

  it('does one piece of work per frame, and requests no more frames than that', () => {
    const done: string[] = [];
    const inTurns = frameByFrame();
    inTurns(['first', 'second'].map((piece) => () => void done.push(piece)));
    const seen = [0, 1, 2].map(() => (nextFrame(), done.join()));
    expect(seen).to.deep.equal(['first', 'first,second', 'first,second']);
    expect(requested).to.deep.equal([]);
  });

  it('does new work in place of what is left', () => {
    const done: string[] = [];
    const inTurns = frameByFrame();
    inTurns(['old 1', 'old 2', 'old 3'].map((piece) => () => void done.push(piece)));
    nextFrame();
    inTurns([() => void done.push('new')]);
    nextFrame();
    nextFrame();
    expect(done).to.deep.equal(['old 1', 'new']);
  });
});
