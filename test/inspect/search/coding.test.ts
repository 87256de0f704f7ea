import { expect } from 'chai';
import { createPlainMemory } from '../../../src/core/memory.js';
import type { Feature } from '../../../src/inspect/features/index.js';
import { unwatched } from '../../../src/inspect/forward/pace.js';
import {
  BINS,
  calibrate,
  decodeFeature,
  encodeFeatures,
  STEPS,
  toLevels,
} from '../../../src/inspect/search/coding.js';
import { js } from '../../../src/kernels/js/index.js';

describe('levels and codes', () => {
  it('keep few distinct values as they are', () => {
    const { codes, values } = toLevels(Float32Array.of(3, 0, 7, 3));
    expect(Array.from(codes)).to.deep.equal([1, 0, 2, 1]);
    expect(Array.from(values.slice(0, 3))).to.deep.equal([0, 3, 7]);
  });

  it('cut many values into levels of about equal population', () => {
    const { codes } = toLevels(Float32Array.from({ length: 3200 }, (_, i) => (i * 37) % 3200));
    const population = new Array<number>(32).fill(0);
    for (const code of codes) population[code]!++;
    for (const n of population) expect(n).to.be.within(95, 105);
  });

  it('give every feature back, however many share a channel', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `f${i}`);
    const values = (name: string): Float32Array =>
      Float32Array.from({ length: 50 }, (_, i) => Number((i * 7 + name.charCodeAt(1) * i) % 3 === 0));
    const features = names.map((name): Feature => ({
      name,
      kind: 'binary',
      what: name,
      values: () => values(name),
    }));
    const coding = await encodeFeatures(features, 50, ({ name }) => values(name), unwatched);
    expect(coding.channels.length).to.equal(3);
    for (const coded of coding.features) {
      expect(Array.from(decodeFeature(coding, coded))).to.deep.equal(Array.from(values(coded.feature.name)));
    }
  });
});

describe('bins', () => {
  it('keep the order of activations, and send what lies beyond the sample to the ends', async () => {
    const bins = await calibrate(Float32Array.of(-1, -1, -1, 0, 0.5, 1), 1, createPlainMemory(), unwatched);
    const values = Float32Array.of(-9, -1, -0.5, 0, 0.4, 0.9, 9);
    const out = new Uint8Array(values.length);
    const rows = Int32Array.from(values.keys());
    js.quantize(
      ...([values.length, 1, rows, 1, values, bins.low, bins.steps, STEPS, bins.table] as const),
      ...([values.length, out] as const),
    );
    expect(Array.from(out)).to.deep.equal(Array.from(out).sort((a, b) => a - b));
    expect(out.at(-1)).to.be.within(out[5]!, BINS - 1);
    expect(out[0]).to.equal(out[1]);
  });
});
