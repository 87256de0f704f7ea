import { expect } from 'chai';
import fc from 'fast-check';
import { presets } from '../../../src/train/presets.js';
import { costOf } from '../../../src/train/plan/cost.js';
import { planTraining, type Budget } from '../../../src/train/plan/plan.js';

const base = presets.default;
const text = { characters: 1_000_000, vocabulary: 65, heldOut: 0.1 };
const SPEED = 2.5e10;
const minutes = (n: number, speed = SPEED): Budget => ({ time: { minutes: n, speed } });
const nothing = new Set<string>();

describe('planTraining(base, given, text, budget)', () => {
  it('is a wider network with more passes for more minutes', () => {
    const long = { ...text, characters: 3_000_000 };
    const plans = [1, 4, 15, 60].map((n) => planTraining(base, nothing, long, minutes(n)));
    const widths = plans.map(({ options }) => options.model.hidden);
    expect(widths).to.deep.equal([...widths].sort((a, b) => a - b));
    expect(new Set(widths).size).to.equal(4);
    const passes = plans.map((plan) => plan.passes);
    expect(passes).to.deep.equal([...passes].sort((a, b) => a - b));
  });

  it('has the steps that the machine takes in the time, at the speed it expects', () => {
    const { options } = planTraining(base, nothing, text, minutes(4));
    // an evaluation after every pass takes a third of the time of training on as much
    expect(options.steps! * (1 + text.heldOut / 3)).to.be.closeTo(options.plan!.stepsPerSecond * 240, 1);
    const config = { ...options.model, vocabulary: text.vocabulary };
    const window = options.seq * options.batch;
    expect(options.plan!.stepsPerSecond).to.be.closeTo(SPEED / (costOf(config, options) * window), 1e-9);
    expect(options).to.include({ epochs: null, minutes: null });
    expect(options.plan!.minutes).to.equal(4);
  });

  it('ends its schedule with its steps', () => {
    const { options } = planTraining(base, nothing, text, minutes(4));
    expect(options.schedule.name).to.equal('cosine');
  });

  it('keeps what is given, and works around it', () => {
    const given = { hidden: 40, layers: 3, embedding: 5, dropout: 0.45 };
    const own = { ...base, model: { ...base.model, ...given }, lr: 0.5, seq: 10, batch: 7 };
    const schedule = { ...base.schedule, decay: 0.9 };
    const keys = [...Object.keys(given), 'lr', 'seq', 'batch', 'schedule'];
    const { options } = planTraining({ ...own, schedule }, new Set(keys), text, minutes(4));
    expect(options.model).to.include(given);
    expect(options).to.deep.include({ lr: 0.5, seq: 10, batch: 7, schedule });
    const free = planTraining(base, nothing, text, minutes(4)).options;
    expect(options.steps).to.be.above(free.steps!); // smaller windows, and a smaller network
  });

  it('drops nothing where the text does not repeat, and more the more it does', () => {
    const long = { ...text, characters: 1e9 };
    expect(planTraining(base, nothing, long, minutes(4)).options.model.dropout).to.equal(0);
    const dropouts = [1e7, 3e6, 1e6].map(
      (characters) => planTraining(base, nothing, { ...text, characters }, minutes(4)).options.model.dropout,
    );
    expect(dropouts).to.deep.equal([...dropouts].sort((a, b) => a - b));
    expect(dropouts[0]).to.be.below(dropouts[2]!);
  });

  it('keeps the kinds of dropout that are given', () => {
    const model = { ...base.model, dropout: 0, weightDropout: 0.2 };
    const { options } = planTraining(
      { ...base, model },
      new Set(['dropout', 'weightDropout', 'dropoutMask']),
      { ...text, characters: 1e5 },
      minutes(4),
    );
    expect(options.model).to.include({ dropout: 0, weightDropout: 0.2 });
    expect(options.model).not.to.have.property('dropoutMask');
  });

  it('plans passes over the text without a speed, and keeps them as the limit', () => {
    const { options, passes } = planTraining({ ...base, epochs: 12 }, nothing, text, {
      epochs: 12,
    });
    expect(passes).to.equal(12);
    expect(options).to.include({ epochs: 12, steps: null, minutes: null });
    expect(options).not.to.have.property('plan');
  });

  it('ends at the epochs that are given with the minutes', () => {
    const { options } = planTraining(base, nothing, text, { ...minutes(15), epochs: 2 });
    expect(options.steps! * options.seq * options.batch).to.be.closeTo(2e6, 4000);
  });

  it('ends a text of a few kB before the budget, but never before the network has learned something', () => {
    const { endsEarly, options } = planTraining(base, nothing, { ...text, characters: 5000 }, minutes(60));
    expect(endsEarly).to.equal(true);
    expect(options.steps).to.be.at.least(500);
    expect(options.batch * options.seq * 8).to.be.at.most(5000);
  });

  it('looks up longer n-grams in a longer text, and drops the more of them the more it repeats, but those given', () => {
    const ngramsOf = (characters: number, given = nothing, own = base) =>
      planTraining(own, given, { ...text, characters }, minutes(4)).options.model.ngrams;
    expect(ngramsOf(1e7)!.order).to.be.above(ngramsOf(5000)!.order);
    expect(ngramsOf(1e9)!.dropout).to.equal(0);
    expect(ngramsOf(1e6)!.dropout).to.be.above(ngramsOf(1e7)!.dropout);
    const ngrams = { order: 7, rows: 10, size: 2, dropout: 0.3 };
    const own = { ...base, model: { ...base.model, ngrams } };
    expect(ngramsOf(2e5, new Set(['ngrams']), own)).to.deep.equal(ngrams);
    expect(ngramsOf(1e9, new Set(['ngrams']))).to.equal(undefined);
  });

  it('forgets within .6 passes by the decay of AdamW, whatever the width, the window and the length of the text', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100_000, max: 1e8 }),
        fc.double({ min: 1, max: 60, noNaN: true }),
        (n, m) => {
          const { options } = planTraining(base, nothing, { ...text, characters: n }, minutes(m));
          const { optimizer, lr, seq, batch } = options;
          expect(optimizer.name).to.equal('adamw');
          const passes = (seq * batch) / (n * optimizer.weightDecay * lr);
          if (optimizer.weightDecay < 1)
            expect(passes).to.be.within(0.56, 0.64); // rounded to two digits
          else expect(passes).to.be.above(0.56);
        },
      ),
    );
  });

  it('keeps the optimizer that is given, and with a rate the one it is meant for', () => {
    const optimizer = { ...base.optimizer, name: 'sgd', momentum: 0.9 } as const;
    const own = planTraining({ ...base, optimizer }, new Set(['optimizer']), text, minutes(4)).options;
    expect(own.optimizer).to.deep.equal(optimizer);
    const rated = planTraining({ ...base, lr: 0.02 }, new Set(['lr']), text, minutes(4)).options;
    expect(rated).to.deep.include({ lr: 0.02, optimizer: base.optimizer });
  });

  it('embeds thousands of symbols', () => {
    const chinese = { ...text, vocabulary: 4000 };
    expect(planTraining(base, nothing, chinese, minutes(15)).options.model.embedding).to.be.above(0);
    expect(planTraining(base, nothing, text, minutes(15)).options.model.embedding).to.equal(0);
  });

  it('is complete, whatever the text and the budget', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e10 }),
        fc.integer({ min: 1, max: 60_000 }),
        fc.double({ min: 1e-6, max: 1e5, noNaN: true }),
        fc.double({ min: 1e5, max: 1e13, noNaN: true }),
        (characters, vocabulary, n, speed) => {
          const { options, passes } = planTraining(
            base,
            nothing,
            { characters, vocabulary, heldOut: 0.05 },
            minutes(n, speed),
          );
          expect(options.steps).to.satisfy((steps: number) => Number.isSafeInteger(steps) && steps >= 1);
          expect(options.batch).to.be.at.least(1);
          expect(options.lr).to.be.above(0);
          expect(options.model.dropout).to.be.within(0, 0.9);
          expect(passes).to.be.above(0);
        },
      ),
    );
  });
});
