import type * as checkpointModule from '../../../src/formats/checkpoint/checkpoint.js';
import { expectProblem, expectThat } from '../assert.js';
import { forgeCheckpoint } from '../forge.js';
import { hostileFiles } from '../hostile-files.js';
import { createTally, type Row } from '../row.js';
import { load } from '../tree.js';

const MAX_CPU_SECONDS = 1;
/** What a file may cost beyond itself: the text of the header and what is parsed from it. */
const MAX_BYTES = 256 * 2 ** 20;

export const hostileHeaders: Row = {
  number: 8,
  fault: 'a checkpoint made to break the loader: lengths, JSON, layout, model, training state',
  cases: { small: 0, large: 0 },
  async run(tree, options) {
    const { decodeCheckpoint } = await load<typeof checkpointModule>(
      tree,
      'formats/checkpoint/checkpoint.js',
    );
    const tally = createTally(options);
    // one that forgers have not changed must pass, or to refuse everything would do
    await tally.check('an honest file', () => decodeCheckpoint(forgeCheckpoint(() => undefined)));
    for (const [what, bytes] of hostileFiles()) {
      await tally.check(what, async () => {
        const cpu = process.cpuUsage();
        const memory = process.memoryUsage().rss;
        await expectProblem(() => decodeCheckpoint(bytes, 'hostile.safetensors'), 4);
        const { user, system } = process.cpuUsage(cpu);
        expectThat((user + system) / 1e6 < MAX_CPU_SECONDS, `it took ${(user + system) / 1e6} s`);
        expectThat(process.memoryUsage().rss - memory < MAX_BYTES, 'it took too much memory');
      });
    }
    return tally.outcome();
  },
  mutants: [
    {
      name: 'equal keys are not noticed',
      file: 'formats/strict-json.ts',
      from: 'siblings?.has(key)',
      to: 'false',
    },
    {
      name: 'the metadata is accepted with any type',
      file: 'formats/checkpoint/checkpoint.ts',
      from: '!parsed.success',
      to: 'false',
    },
  ],
};
