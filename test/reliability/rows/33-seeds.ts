import type * as rngModule from '../../../src/core/rng.js';
import type * as sampleModule from '../../../src/in-memory/sample-text.js';
import { chooseBackend } from '../../../src/kernels/index.js';
import { createVocabulary } from '../../../src/text/vocabulary.js';
import { untrainedSnapshot } from '../../helpers/snapshots.js';
import { correlation, KS_LIMIT, kolmogorovSmirnov } from '../../helpers/uniformity.js';
import { expectThat } from '../assert.js';
import { createTally, type Row } from '../row.js';
import { load } from '../tree.js';

const SEEDS = 1000;
const DRAWS = 8;
const SYMBOLS = ['\n', ...'abcdefghijklmno'];
/** Of χ² with 15 degrees of freedom, exceeded once in 10,000 times. */
const CHI_SQUARE_LIMIT = 44.3;

export const seeds: Row = {
  number: 33,
  fault: 'seeds that differ little: 1, 2, 3, ..., of samples, weights, shuffles and streams',
  // of families, and of first seeds
  cases: { small: 1, large: 20 },
  run: async (tree, options) => {
    const tally = createTally(options);
    const { createRng } = await load<typeof rngModule>(tree, 'core/rng.js');
    const { sampleText } = await load<typeof sampleModule>(tree, 'in-memory/sample-text.js');
    for (let i = 0; i < options.cases; i++) {
      const first = 1 + (options.seed - 1 + i) * SEEDS;
      const families: Record<string, (i: number) => rngModule.Rng> = {
        seeds: (i) => createRng(first + i),
        'seeds beyond 32 bits': (i) => createRng(2 ** 40 + first + i),
        'high halves of a seed': (i) => createRng(7 + (first + i) * 2 ** 32),
        'streams of a seed': (i) => createRng(first, i),
      };
      for (const [what, create] of Object.entries(families)) {
        const rngs = Array.from({ length: SEEDS }, (_, k) => create(k));
        const columns = Array.from({ length: DRAWS }, () => rngs.map((rng) => rng.uniform()));
        const name = `${SEEDS} ${what} from ${first}`;
        await tally.check(`${name}: each draw is uniform`, () => expectUniform(columns));
        await tally.check(`${name}: neighbors are independent`, () => expectIndependent(columns));
      }
      const model = await uniformModel();
      await tally.check(`the first character of a text, seeds from ${first}`, () => {
        const counts = new Map(SYMBOLS.map((symbol) => [symbol, 0]));
        for (let seed = first; seed < first + SEEDS; seed++) {
          const [symbol] = sampleText(model, { length: 1, seed });
          counts.set(symbol!, counts.get(symbol!)! + 1);
        }
        const expected = SEEDS / SYMBOLS.length;
        const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
        expectThat(chiSquare < CHI_SQUARE_LIMIT, `χ² ${chiSquare.toFixed(1)} of 16 equal probabilities`);
      });
    }
    return tally.outcome();
  },
  mutants: [
    {
      name: 'a seed is the state',
      file: 'core/rng.ts',
      from: 'restoreRng([1, 2, 3, 4].map((word) => hash([word, ...key])))',
      to: 'restoreRng([-1, ~seed, seed | 0, stream])',
    },
    {
      name: 'words of the state are sums',
      file: 'core/rng.ts',
      from: 'mix32((h + GOLDEN_RATIO) ^ part)',
      to: '(h + GOLDEN_RATIO + part) | 0',
    },
    {
      name: 'the high half of a seed is dropped',
      file: 'core/rng.ts',
      from: 'Math.floor(seed / 2 ** 32)',
      to: '0',
    },
    {
      name: 'a text is drawn with half of its seed',
      file: 'in-memory/sample-text.ts',
      from: 'createRng(seed)',
      to: 'createRng(seed >> 9)',
    },
  ],
};

/** By chance once in a thousand columns, of which there are 32 a case: the limit is that of one in a million. */
function expectUniform(columns: readonly number[][]): void {
  for (const [k, column] of columns.entries()) {
    const distance = kolmogorovSmirnov(column);
    expectThat(distance < KS_LIMIT * 1.4, `draw ${k + 1}: Kolmogorov-Smirnov ${distance.toFixed(2)}`);
  }
}

function expectIndependent(columns: readonly number[][]): void {
  for (const [j, x] of columns.entries()) {
    for (const [k, y] of columns.entries()) {
      const neighbors = correlation(x.slice(0, -1), y.slice(1));
      expectThat(
        Math.abs(neighbors) < 5,
        `draw ${j + 1} and the next seed's ${k + 1}: ${neighbors.toFixed(1)} sd`,
      );
      const own = j === k ? 0 : correlation(x, y);
      expectThat(Math.abs(own) < 5, `draws ${j + 1} and ${k + 1}: ${own.toFixed(1)} sd`);
    }
  }
}

/** A network without weights: after everything, each symbol has the same probability. */
async function uniformModel() {
  const snapshot = untrainedSnapshot({ symbols: SYMBOLS });
  for (const { data } of snapshot.weights.values()) data.fill(0);
  return {
    snapshot,
    vocabulary: createVocabulary(snapshot.vocabulary),
    backend: await chooseBackend('js'),
  };
}
