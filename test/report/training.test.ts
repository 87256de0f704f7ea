import { expect } from 'chai';
import type { RunDescription } from '../../src/app/train/events.js';
import { header, shareDone, timeLeft } from '../../src/report/training.js';
import type { StartEvent, StepEvent } from '../../src/train/events.js';
import type { TrainOptions } from '../../src/train/options.js';
import { presets } from '../../src/train/presets.js';
import { unitsOf } from '../../src/tasks/units.js';

const start: StartEvent = {
  type: 'start',
  characters: 17_284,
  vocabulary: 70,
  parameters: 213_293,
  stepsPerEpoch: 6,
  totalSteps: 100,
  step: 0,
  seq: 50,
  batch: 50,
};
const run = (options: Partial<TrainOptions> = {}, held = true): RunDescription => ({
  directory: 'runs/a',
  corpus: 'a',
  files: ['a.txt'],
  skipped: [],
  uniformLoss: 4,
  threads: 1,
  metrics: [],
  options: { ...presets.default, ...options },
  units: unitsOf({ tokens: 'chars' }),
  held: { validation: held, test: held },
  facts: () => [['corpus', 'a']],
  backend: { name: 'js', why: 'requested', lacksBlas: false },
});
const lines = (event: Partial<StartEvent> = {}, options: Partial<TrainOptions> = {}) =>
  header({ ...start, ...event }, run(options), () => '').join('\n');

describe('the header of a run', () => {
  it('advises where the network is far larger than the text, and was not planned', () => {
    expect(lines()).contain('213,293 parameters\n         many for so short a text').contain('--minutes 2');
    expect(lines({ characters: 1_100_000 })).not.contain('so short a text');
    expect(lines({ step: 10 })).not.contain('so short a text');
    expect(lines({}, { plan: { minutes: 2, stepsPerSecond: 9 } })).not.contain('so short a text');
  });

  it('has the learning rate in use', () => {
    expect(lines({}, { lr: 0.0007 })).match(/^rate +0\.0007, /m);
  });
});

describe('the time that is left', () => {
  const at = (step: number, seconds: number) => ({ type: 'step', step, seconds }) as StepEvent;
  const left = (event: StepEvent, of = run(), began = at(1, 1)) =>
    timeLeft(event, began, shareDone(event, start, of), of);

  it('is unknown in the first two seconds, then estimated', () => {
    expect(left(at(2, 2))).equal('');
    expect(left(at(50, 30))).equal('30s left');
  });

  it('is that of the limit that comes first, of steps or of minutes', () => {
    expect(left(at(50, 30), run({ minutes: 1 }))).equal('30s left');
    expect(left(at(10, 30), run({ minutes: 1 }))).equal('30s left');
  });

  it('is what is still done after the last step', () => {
    expect(left(at(100, 60))).equal('validating');
    expect(left(at(100, 60), run({}, false))).equal('saving');
  });
});
