import { expect } from 'chai';
import { presets } from '../../src/train/presets.js';
import { trainOptionsSchema } from '../../src/train/options-schema.js';

describe('the schema of training options', () => {
  const { initialization, split, ...rest } = presets.default;

  it('reads what a preset holds', () => {
    expect(trainOptionsSchema.parse(presets.default)).to.deep.equal(presets.default);
  });

  it('reads files of version 0.1, which spell initialisation', () => {
    const old = { ...rest, split, initialisation: initialization };
    expect(trainOptionsSchema.parse(old)).to.deep.equal(presets.default);
  });

  it('rejects a layout that it does not know', () => {
    const options = { ...presets.default, split: { ...split, layout: 'columns' } };
    expect(trainOptionsSchema.safeParse(options).success).to.be.false;
  });
});
