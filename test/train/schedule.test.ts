import { expect } from 'chai';
import { learningRate, type SchedulePoint } from '../../src/train/schedule.js';
import type { ScheduleOptions } from '../../src/train/options.js';

const at = (point: Partial<SchedulePoint>): SchedulePoint => ({
  step: 1000,
  epoch: 0,
  totalSteps: null,
  plateaus: 0,
  ...point,
});
const lr = (schedule: Partial<ScheduleOptions>, point: Partial<SchedulePoint>) =>
  learningRate(
    { lr: 1, schedule: { name: 'constant', decay: 0.5, decayAfter: 10, warmup: 0, ...schedule } },
    at(point),
  );

describe('learning rate', () => {
  it('constant: 1 at every step', () => {
    expect(lr({}, { epoch: 99 })).to.equal(1);
  });

  it('exponential: the factor per epoch, once `after` epochs have passed, as in char-rnn', () => {
    expect([9, 10, 11, 12].map((epoch) => lr({ name: 'exponential' }, { epoch }))).to.deep.equal([
      1, 0.5, 0.25, 0.125,
    ]);
  });

  it('step: the factor every `after` epochs, as in torch-rnn', () => {
    expect([9, 10, 19, 20].map((epoch) => lr({ name: 'step' }, { epoch }))).to.deep.equal([
      1, 0.5, 0.5, 0.25,
    ]);
  });

  it('cosine: from 1 over ½ in the middle to 0 at the end', () => {
    const cosine = (step: number) => lr({ name: 'cosine' }, { step, totalSteps: 100 });
    expect(cosine(0)).to.equal(1);
    expect(cosine(50)).to.be.closeTo(0.5, 1e-12);
    expect(cosine(100)).to.be.closeTo(0, 1e-12);
  });

  it('plateau: the factor for every plateau so far', () => {
    expect(lr({ name: 'plateau' }, { plateaus: 3 })).to.equal(0.125);
  });

  it('warm-up rises linearly over its steps, under every schedule', () => {
    expect(lr({ warmup: 4 }, { step: 0 })).to.equal(0.25);
    expect(lr({ warmup: 4 }, { step: 3 })).to.equal(1);
    expect(lr({ warmup: 4, name: 'exponential' }, { step: 1, epoch: 10 })).to.equal(0.25);
  });
});
