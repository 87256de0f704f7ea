import { expect } from 'chai';
import { presets, tablePreset } from '../../../src/train/presets.js';
import { planTask } from '../../../src/train/plan/plan-task.js';

const nothing = new Set<string>();
const table = { windows: 200, heldOut: 0, isTable: true };
const minutes = (n: number) => ({ minutes: n, stepsPerSecond: 10 });

describe('planTask(base, given, task, budget)', () => {
  it('has the steps of the time, with which its rate ends, and keeps the network', () => {
    const { options, passes, endsEarly } = planTask(tablePreset, nothing, table, minutes(2));
    expect(options).to.include({ steps: 1200, epochs: null, minutes: null });
    expect(options.schedule.name).to.equal('cosine');
    expect(options.model.hidden).to.equal(tablePreset.model.hidden);
    expect({ passes, endsEarly }).to.deep.equal({ passes: 6, endsEarly: false });
    expect(options.patience).to.be.above(passes);
  });

  it('regularizes a table the more, the oftener its rows repeat, and clips not at all', () => {
    const dropouts = [0.5, 4, 20].map((n) => planTask(tablePreset, nothing, table, minutes(n)).options);
    expect(dropouts[0]!.model.dropout).to.equal(0);
    expect(dropouts[1]!.model.dropout).to.be.above(0).and.below(dropouts[2]!.model.dropout);
    expect(dropouts[2]!.optimizer).to.include({ name: 'adamw', weightDecay: 0.05 });
    const clips = planTask(presets.default, nothing, { ...table, isTable: false }, minutes(20)).options;
    expect([clips.model.dropout, clips.optimizer.name]).to.deep.equal([0, 'rmsprop']);
  });

  it('ends before the budget where the rows are few', () => {
    const { options, endsEarly } = planTask(tablePreset, nothing, { ...table, windows: 2 }, minutes(60));
    expect(endsEarly).to.equal(true);
    expect(options.steps).to.equal(2000);
  });

  it('keeps what is given', () => {
    const schedule = { ...tablePreset.schedule, decay: 0.1 };
    const own = { ...tablePreset, schedule, patience: 3, model: { ...tablePreset.model, dropout: 0.7 } };
    const given = new Set(['schedule', 'patience', 'dropout', 'optimizer']);
    const { options } = planTask(own, given, table, minutes(20));
    expect(options).to.deep.include({ schedule, patience: 3, optimizer: tablePreset.optimizer });
    expect(options.model.dropout).to.equal(0.7);
  });
});
