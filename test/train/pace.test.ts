import { expect } from 'chai';
import { createRng } from '../../src/core/rng.js';
import { createPace } from '../../src/train/pace.js';

describe('the rate of training', () => {
  it('is characters per wall-clock second, to 5 %, for any steps and pauses', () => {
    for (const seed of [1, 2, 3]) {
      const rng = createRng(seed);
      let now = 0;
      const pace = createPace(5, () => now);
      const steps: { time: number; total: number }[] = [{ time: 0, total: 0 }];
      let total = 0;
      for (let i = 0; i < 3000; i++) {
        now += 1 + 40 * rng.uniform() ** 4 + (i % 500 === 499 ? 1500 : 0); // an evaluation now and then
        total += 2500;
        const rate = pace.after(2500);
        steps.push({ time: now, total });
        if (now < 500) continue;
        const from = steps.findLast(({ time }) => time <= now - 10_000) ?? steps[0]!;
        const exact = (1000 * (total - from.total)) / (now - from.time);
        expect(rate / exact).to.be.within(0.95, 1.05);
      }
      expect(pace.seconds()).to.be.closeTo(5 + now / 1000, 1e-6);
    }
  });
});
