import { expect } from 'chai';
import { defaultPreset, presets, rateOf, tablePreset } from '../../src/train/presets.js';
import { trainOptions } from '../../src/app/train/options.js';
import type { TrainRequest } from '../../src/app/train/request.js';
import { table } from '../../src/material/table/material.js';
import { text } from '../../src/material/text/material.js';
import type { Material } from '../../src/material/material.js';

const given = (request: Partial<TrainRequest>, material: Material = text) =>
  trainOptions({ files: [], ...request }, material);

describe('the default preset', () => {
  it('trains cells with gates at one rate, and an RNN at a lower one', () => {
    for (const cell of ['lstm', 'gru', 'min-gru']) expect(defaultPreset(cell).lr).to.equal(0.01);
    expect(defaultPreset('rnn')).to.deep.equal({ ...presets.default, lr: 0.003 });
  });

  it('gives way to --lr and to the rate of another --optimizer', () => {
    expect(given({ cell: 'rnn' }).lr).to.equal(0.003);
    expect(given({ cell: 'rnn', lr: 0.5 }).lr).to.equal(0.5);
    expect(given({ cell: 'rnn', optimizer: 'adam' }).lr).to.equal(rateOf(presets.default, 'adam'));
  });

  it('is not that of other presets or of tables, whose rates hold for every cell', () => {
    expect(given({ preset: 'char-rnn', cell: 'rnn' }).lr).to.equal(presets['char-rnn'].lr);
    expect(given({ cell: 'rnn' }, table).lr).to.equal(tablePreset.lr);
  });
});
