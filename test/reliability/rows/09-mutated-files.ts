import type * as checkpointModule from '../../../src/formats/checkpoint/checkpoint.js';
import type { Snapshot } from '../../../src/core/snapshot.js';
import { createRng } from '../../../src/core/rng.js';
import { expect } from 'chai';
import { otherSnapshots } from '../../helpers/clip-snapshots.js';
import { smallSnapshot } from '../../helpers/snapshots.js';
import { expectThat, isUserError } from '../assert.js';
import { reseal } from '../forge.js';
import { mutate } from '../mutate.js';
import { createTally, type Row } from '../row.js';
import { load } from '../tree.js';

export const mutatedFiles: Row = {
  number: 9,
  fault: 'checkpoints changed at random, half of them with a digest that fits again',
  cases: { small: 3_000, large: 20_000, full: 5_000_000 },
  async run(tree, options) {
    const { cases, seed } = options;
    const { encodeCheckpoint, decodeCheckpoint } = await load<typeof checkpointModule>(
      tree,
      'formats/checkpoint/checkpoint.js',
    );
    const rng = createRng(seed);
    const tally = createTally(options);
    const small = { hidden: 2, cell: 'rnn' };
    const snapshots = [smallSnapshot(small), ...Object.values(otherSnapshots())];
    const originals = snapshots.map((snapshot) => encodeCheckpoint(snapshot));
    for (let i = 0; i < cases; i++) {
      const mutated = mutate(originals[i % originals.length]!, rng);
      const bytes = rng.below(2) ? reseal(fixLength(mutated)) : mutated;
      await tally.check(`file ${i}`, () => {
        const snapshot = decodeOrRefuse(decodeCheckpoint, bytes);
        if (snapshot) expect(decodeCheckpoint(encodeCheckpoint(snapshot))).to.deep.equal(snapshot);
      });
    }
    return tally.outcome();
  },
  mutants: [
    {
      name: 'an error of the JSON parser is not explained',
      file: 'formats/checkpoint/checkpoint.ts',
      from: 'throw fail(quote((error as Error).message), error);',
      to: 'throw error;',
    },
  ],
};

/** The snapshot, or undefined when it is refused in words; any other error passes through. */
function decodeOrRefuse(decode: (bytes: Uint8Array) => Snapshot, bytes: Uint8Array): Snapshot | undefined {
  try {
    return decode(bytes);
  } catch (error) {
    expectThat(isUserError(error, 4), `not a UserError: ${(error as Error).stack}`);
    return undefined;
  }
}

/** Changes within the header move its end: lets the first eight bytes say where the first tensor now begins. */
function fixLength(bytes: Uint8Array): Uint8Array {
  const end = new TextDecoder('latin1').decode(bytes).lastIndexOf('}}') + 2;
  if (end > 8 && bytes.length > end + 8) {
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, Math.ceil(end / 8) * 8 - 8, true);
  }
  return bytes;
}
