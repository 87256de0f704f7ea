import { expect } from 'chai';
import { nestedText } from '../../../corpora/nested.js';
import { searchCells } from '../../../src/inspect/search/search.js';
import type { SearchReport } from '../../../src/inspect/search/report.js';
import { untrainedBaseline } from '../../../src/inspect/search/controls.js';
import { library, type Feature } from '../../../src/inspect/features/index.js';
import type { Subject } from '../../../src/inspect/forward/subject.js';
import { presets } from '../../../src/train/presets.js';
import { inspectedText, shuffledText, trainedOn, vocabularyOf } from '../networks/trained.js';

/** A quarter of the cells is still a sparse probe. */
const MOST_IN_PROBE = 32;

/** A language that knows its own features, and a small network that learned it in a few seconds. */
describe('the search, in a network trained on the nested language', function () {
  this.timeout(600_000);
  const { text } = nestedText(150_000, 5);
  const vocabulary = vocabularyOf(text);
  const firstWeights = { seed: 1, how: presets.default.initialization };
  const wanted = ['double-quotes', 'parentheses', 'square-brackets', 'braces', 'vowel'];
  const features = [...library.filter(({ name }) => wanted.includes(name)), ...[1, 2, 3].map(deeperThan)];
  const search = { features, states: ['h', 'c'], only: [], firstWeights, recent: 4, shuffles: 19, seed: 1 };
  let subject: Subject;
  let report: SearchReport;

  before(async () => {
    subject = await trainedOn(text, vocabulary, { hidden: 64, steps: 600, seq: 64, lr: 0.01 });
    report = await searchCells(
      { ...subject, text: inspectedText(text.slice(0, 20_000), vocabulary) },
      search,
    );
  });

  const known = [
    'double-quotes',
    'parentheses',
    'square-brackets',
    'braces',
    'depth-1',
    'depth-2',
    'depth-3',
  ];
  for (const name of known) {
    it(`finds ${name} in a cell or a sparse probe, with a held-out AUC of .95`, () => {
      const found = report.features.find(({ feature }) => feature === name)!;
      const sparse = found.probe.filter(({ k }) => k <= MOST_IN_PROBE).map(({ score }) => score);
      expect(Math.max(found.score, ...sparse)).to.be.at.least(0.95);
      expect(found.p).to.be.at.most(0.05);
    });
  }

  it('finds at least one cell that tracks what only memory can know', () => {
    expect(tracked(report)).to.not.have.length(0);
  });

  it('calls the current character an echo, however well a cell shows it', () => {
    expect(report.features.find(({ feature }) => feature === 'vowel')!.verdict).to.not.equal('tracks');
  });

  it('never finds that the untrained network tracks anything', async () => {
    const untrained = untrainedBaseline(
      { ...subject, text: inspectedText(text.slice(0, 12_000), vocabulary) },
      firstWeights,
    );
    expect(tracked(await searchCells(untrained, search))).to.deep.equal([]);
  });

  // a bracket cell goes on following brackets when they are shuffled; what must not happen is a find where there was
  // nothing to be learned
  it('finds nothing that tracks in networks trained on shuffled text, with 20 of 20 seeds', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const shuffled = shuffledText(text.slice(0, 4_000), seed);
      const network = await trainedOn(shuffled, vocabulary, { hidden: 16, steps: 40 });
      expect(tracked(await searchCells(network, { ...search, seed })), `seed ${seed}`).to.deep.equal([]);
    }
  });
});

/** How deep the nesting is, as yes or no: at least `depth` brackets of whatever kind are open. */
function deeperThan(depth: number): Feature {
  const { values } = library.find(({ name }) => name === 'depth')!;
  return {
    name: `depth-${depth}`,
    what: `inside ${depth} brackets or more`,
    kind: 'binary',
    values: (codes) => values(codes).map((open) => Number(open >= depth)),
  };
}

const tracked = ({ features }: SearchReport): string[] =>
  features.filter(({ verdict }) => verdict === 'tracks').map(({ feature }) => feature);
