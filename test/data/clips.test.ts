import { expect } from 'chai';
import { createPlainMemory } from '../../src/core/memory.js';
import { imageCount, imagesInMemory, sliceClips, unreadableClips, type Clips } from '../../src/data/clips.js';

/** Two clips of two frames of two channels of one pixel. */
const clips: Clips = {
  N: 2,
  T: 2,
  C: 2,
  S: 1,
  pixels: Uint8Array.of(0, 51, 102, 153, 204, 255, 0, 255),
  labels: ['a', 'b'],
  perFrame: false,
};

describe('clips', () => {
  it('have as many images as clips times frames; images are clips of one', () => {
    expect(imageCount(clips)).to.equal(4);
    expect(imageCount({ ...clips, N: 4, T: null })).to.equal(4);
  });

  it('are sliced by number, on the same pixels', () => {
    const second = sliceClips(clips, 1, 1);
    expect(second.N).to.equal(1);
    expect([...second.pixels]).to.deep.equal([204, 255, 0, 255]);
    expect(second.pixels.buffer).to.equal(clips.pixels.buffer);
  });

  it('lie in memory with bytes as numbers from 0 to 1, floats unchanged', () => {
    const bytes = imagesInMemory(clips, createPlainMemory(Float64Array));
    for (const [i, byte] of [0, 51, 102, 153, 204, 255, 0, 255].entries())
      expect(bytes[i]).to.be.closeTo(byte / 255, 1e-15);
    const floats = { ...clips, pixels: Float32Array.from(clips.pixels, (byte) => byte * 10) };
    expect([...imagesInMemory(floats, createPlainMemory())]).to.deep.equal([...floats.pixels]);
  });

  it('that have a pixel without a number are found, each once, with the first such pixel', () => {
    const pixels = Float32Array.of(0, NaN, Infinity, 0, 1, 2, 3, 4, 0, 0, 0, -Infinity);
    expect(unreadableClips({ N: 3, pixels })).to.deep.equal([
      { clip: 0, place: 1, value: NaN },
      { clip: 2, place: 3, value: -Infinity },
    ]);
    expect(unreadableClips(clips)).to.deep.equal([]);
  });
});
