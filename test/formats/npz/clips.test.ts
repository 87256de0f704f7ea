import { expect } from 'chai';
import { UserError } from '../../../src/core/errors.js';
import { imageCount, placeImages, unreadableClips } from '../../../src/data/clips.js';
import { decodeClips } from '../../../src/formats/npz/clips.js';
import { encodeNpz, type NpyArray } from '../../../src/formats/npz/npy.js';

const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => i);
const decode = (arrays: Record<string, NpyArray>) =>
  decodeClips(encodeNpz(new Map(Object.entries(arrays))), 'clips.npz');

async function refusal(arrays: Record<string, NpyArray>): Promise<UserError> {
  try {
    await decode(arrays);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const x = { shape: [2, 3, 1, 2, 2], data: bytes(24) };

describe('decodeClips', () => {
  it('reads clips of bytes with a text each', async () => {
    const clips = await decode({ x, y: { shape: [2], data: ['left', 'right'] } });
    expect(clips).deep.include({ N: 2, T: 3, C: 1, S: 2, labels: ['left', 'right'], perFrame: false });
    expect(imageCount(clips)).equal(6);
  });

  it('reads a label per frame, numbers as texts', async () => {
    const clips = await decode({ x, y: { shape: [2, 3], data: Int32Array.of(0, 1, 2, 2, 1, 0) } });
    expect(clips).deep.include({ labels: ['0', '1', '2', '2', '1', '0'], perFrame: true });
  });

  it('reads images of floats, and files without labels', async () => {
    const clips = await decode({ x: { shape: [2, 3, 2, 2], data: Float64Array.from(bytes(24)) } });
    expect(clips).deep.include({ N: 2, T: null, C: 3, S: 2, labels: null });
    expect(clips.pixels).instanceOf(Float32Array);
  });

  it('reads clips to be labeled, whatever their pixels and labels are', async () => {
    const data = Float32Array.from(bytes(24));
    data[13] = Infinity;
    data[20] = NaN;
    const arrays = { x: { ...x, data }, y: { shape: [2], data: Int32Array.of(2, 7) } };
    expect(await refusal(arrays)).deep.include({
      fields: { file: 'clips.npz', clip: 1, place: 1, value: Infinity },
    });
    const clips = await decodeClips(
      encodeNpz(new Map<string, NpyArray>(Object.entries(arrays))),
      'clips.npz',
      {
        asQuestions: true,
      },
    );
    expect(clips).deep.include({ N: 2, labels: null, perFrame: false });
    expect(unreadableClips(clips)).deep.equal([{ clip: 1, place: 1, value: Infinity }]);
  });

  for (const [what, arrays, code] of [
    ['no x', { y: { shape: [1], data: ['a'] } }, 'clips/missing'],
    ['frames that are not square', { x: { shape: [2, 3, 1, 4, 1], data: bytes(24) } }, 'clips/shape'],
    ['a shape of three dimensions', { x: { shape: [2, 3, 4], data: bytes(24) } }, 'clips/shape'],
    ['no clips', { x: { shape: [0, 3, 1, 2, 2], data: bytes(0) } }, 'clips/shape'],
    ['whole numbers as pixels', { x: { ...x, data: Int32Array.from(bytes(24)) } }, 'clips/type'],
    ['pixels that are no numbers', { x: { ...x, data: new Float32Array(24).fill(NaN) } }, 'clips/pixel'],
    ['x and y of different N', { x, y: { shape: [3], data: ['a', 'b', 'c'] } }, 'clips/labels'],
    [
      'labels for another number of frames',
      { x, y: { shape: [2, 4], data: new Int32Array(8) } },
      'clips/labels',
    ],
    [
      'labels that are no whole numbers',
      { x, y: { shape: [2], data: Float32Array.of(0, 0.5) } },
      'clips/label',
    ],
    ['gaps in the labels', { x, y: { shape: [2], data: Int32Array.of(0, 2) } }, 'clips/gap'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      expect((await refusal(arrays)).code).equal(code);
    });
  }
});

describe('placeImages', () => {
  it('puts the channels of a pixel together, and bytes between 0 and 1', async () => {
    const clips = await decode({
      x: { shape: [1, 2, 2, 2], data: Uint8Array.of(0, 1, 2, 3, 252, 253, 254, 255) },
    });
    const images = new Float64Array(8);
    placeImages(clips, images);
    const expected = [0, 252, 1, 253, 2, 254, 3, 255].map((byte) => byte * (1 / 255));
    expect([...images]).deep.equal(expected);
  });
});
