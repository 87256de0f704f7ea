import type * as checkpointModule from '../../../src/formats/checkpoint/checkpoint.js';
import { createRng } from '../../../src/core/rng.js';
import { otherSnapshots } from '../../helpers/clip-snapshots.js';
import { smallSnapshot } from '../../helpers/snapshots.js';
import { expectProblem } from '../assert.js';
import { createTally, type Row } from '../row.js';
import { load } from '../tree.js';

/** A GRU of this size makes a checkpoint of about 1 MB, with its moments. */
const LARGE = 190;

export const flippedBits: Row = {
  number: 6,
  fault: 'one bit of a checkpoint is flipped: every bit of a small one, random bits of a large one',
  cases: { small: 20, large: 1000 },
  async run(tree, options) {
    const { cases, seed } = options;
    const { encodeCheckpoint, decodeCheckpoint } = await load<typeof checkpointModule>(
      tree,
      'formats/checkpoint/checkpoint.js',
    );
    const tally = createTally(options);
    const tryBit = async (bytes: Uint8Array, bit: number) => {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      await tally.check(`bit ${bit}`, () => expectProblem(() => decodeCheckpoint(bytes), 4));
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    };
    const small = encodeCheckpoint(smallSnapshot({ hidden: 2, cell: 'rnn' }));
    await tally.check('untouched', () => decodeCheckpoint(small));
    for (let bit = small.length * 8 - 1; bit >= 0; bit--) await tryBit(small, bit);
    const rng = createRng(seed);
    const large = encodeCheckpoint(smallSnapshot({ hidden: LARGE }));
    for (let i = 0; i < cases; i++) await tryBit(large, rng.below(large.length * 8));
    for (const [what, snapshot] of Object.entries(otherSnapshots())) {
      const bytes = encodeCheckpoint(snapshot);
      await tally.check(`untouched, ${what}`, () => decodeCheckpoint(bytes));
      for (let i = 0; i < 6 * cases; i++) await tryBit(bytes, rng.below(bytes.length * 8));
    }
    return tally.outcome();
  },
  mutants: [
    {
      name: 'the digest is not compared',
      file: 'formats/checkpoint/checkpoint.ts',
      from: '!hasValidDigest(bytes)',
      to: 'false',
    },
    {
      name: 'the digest leaves out the last byte',
      file: 'formats/checkpoint/digest.ts',
      from: 'bytes.subarray(DIGEST_START + DIGEST_LENGTH);',
      to: 'bytes.subarray(DIGEST_START + DIGEST_LENGTH, -1);',
    },
  ],
};
