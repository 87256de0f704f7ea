import type * as checkpointModule from '../../../src/formats/checkpoint/checkpoint.js';
import { createRng } from '../../../src/core/rng.js';
import { otherSnapshots } from '../../helpers/clip-snapshots.js';
import { smallSnapshot } from '../../helpers/snapshots.js';
import { expectProblem } from '../assert.js';
import { createTally, type Row } from '../row.js';
import { load } from '../tree.js';

/** Checkpoints of tasks and of networks on clips are cut at one byte in so many. */
const STRIDE = 37;

export const wrongLength: Row = {
  number: 7,
  fault: 'a checkpoint is cut off at any byte, or has bytes added at its end',
  cases: { small: 64, large: 64 },
  async run(tree, options) {
    const { cases, seed } = options;
    const { encodeCheckpoint, decodeCheckpoint } = await load<typeof checkpointModule>(
      tree,
      'formats/checkpoint/checkpoint.js',
    );
    const tally = createTally(options);
    const small = { hidden: 2, cell: 'rnn' };
    const bytes = encodeCheckpoint(smallSnapshot(small));
    await tally.check('untouched', () => decodeCheckpoint(bytes));
    for (let length = 0; length < bytes.length; length++) {
      const cut = bytes.slice(0, length);
      await tally.check(`cut to ${length}`, () => expectProblem(() => decodeCheckpoint(cut), 4));
    }
    for (const [what, snapshot] of Object.entries(otherSnapshots())) {
      const whole = encodeCheckpoint(snapshot);
      await tally.check(`untouched, ${what}`, () => decodeCheckpoint(whole));
      for (let length = 0; length < whole.length; length += STRIDE) {
        const cut = whole.slice(0, length);
        await tally.check(`${what} cut to ${length}`, () => expectProblem(() => decodeCheckpoint(cut), 4));
      }
    }
    const rng = createRng(seed);
    for (let extra = 1; extra <= cases; extra++) {
      const longer = new Uint8Array(bytes.length + extra);
      longer.set(bytes);
      for (let i = bytes.length; i < longer.length; i++) longer[i] = extra % 2 ? 0 : rng.below(256);
      await tally.check(`${extra} bytes more`, () => expectProblem(() => decodeCheckpoint(longer), 4));
    }
    return tally.outcome();
  },
  mutants: [
    {
      name: 'neither the size nor the digest is compared',
      file: 'formats/safetensors/header.ts',
      from: 'expected !== dataSize',
      to: 'false',
      also: { file: 'formats/checkpoint/checkpoint.ts', from: '!hasValidDigest(bytes)', to: 'false' },
    },
    {
      name: 'an error of JavaScript where a word to the user is due',
      file: 'formats/safetensors/header.ts',
      from: 'fileSize < 10 || bytes.length < 8',
      to: 'false',
    },
  ],
};
