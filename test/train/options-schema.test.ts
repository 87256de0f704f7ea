import { expect } from 'chai';
import { presets } from '../../src/train/presets.js';
import { trainOptionsSchema } from '../../src/train/options-schema.js';

describe('the schema of training options', () => {
  const { split } = presets.default;

  it('reads what a preset holds', () => {
    expect(trainOptionsSchema.parse(presets.default)).to.deep.equal(presets.default);
  });

  it('rejects options of which one is missing', () => {
    for (const name of Object.keys(presets.default)) {
      const options = Object.fromEntries(Object.entries(presets.default).filter(([key]) => key !== name));
      expect(trainOptionsSchema.safeParse(options).success, name).to.be.false;
    }
  });

  it('rejects a layout that it does not know', () => {
    const options = { ...presets.default, split: { ...split, layout: 'columns' } };
    expect(trainOptionsSchema.safeParse(options).success).to.be.false;
  });
});
