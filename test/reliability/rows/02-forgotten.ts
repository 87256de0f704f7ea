import { createTally, turnsRed, type Mutant, type Row } from '../row.js';
import { expectThat } from '../assert.js';
import { withMutant } from '../tree.js';
import { killed } from './01-killed.js';

/** What a checkpoint could forget, one piece each. */
const forgotten: readonly Mutant[] = [
  {
    name: 'randomness',
    file: 'train/session.ts',
    from: 'restoreRng(progress.rng)',
    to: 'createRng(options.seed)',
  },
  {
    name: 'moments',
    file: 'train/session.ts',
    from: 'put(`optimizer.${name}`, data)',
    to: '0',
  },
  {
    name: 'hidden state',
    file: 'train/session.ts',
    from: 'put(`state.${name}`, data)',
    to: '0',
  },
  { name: 'position', file: 'train/progress.ts', from: "window: count('window')", to: 'window: 0' },
  { name: 'step', file: 'train/progress.ts', from: "step: count('step')", to: 'step: 0' },
  {
    name: 'learning rate',
    file: 'train/progress.ts',
    from: "plateaus: count('plateaus')",
    to: 'plateaus: 0',
  },
];

export const forgottenState: Row = {
  number: 2,
  fault: 'control: a piece of saved state is left out, and row 1 must turn red',
  control: true,
  cases: { small: 12, large: 24 },
  async run(_tree, options) {
    const tally = createTally(options);
    for (const mutant of forgotten) {
      await tally.check(mutant.name, async () => {
        const noticed = await withMutant(mutant, (tree) => turnsRed(killed, tree, options));
        expectThat(noticed, 'nothing differs when it is forgotten');
      });
    }
    return tally.outcome();
  },
  mutants: [],
};
