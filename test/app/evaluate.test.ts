import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate } from '../../src/app/evaluate.js';
import { train } from '../../src/app/train/train.js';
import type { UserError } from '../../src/core/errors.js';
import { encodeNpz } from '../../src/formats/npz/npy.js';
import type { Item } from '../../src/material/evaluation.js';
import { clipArrays } from '../helpers/clip-snapshots.js';
import { temporaryDirectory } from '../helpers/run-cli.js';

const text = 'the rain in spain stays mainly in the plain.\n'.repeat(40);
const rows = Array.from({ length: 60 }, (_, i) => `${'abc'.repeat(1 + (i % 3))},l${i % 3}\n`).join('');

describe('evaluate', function () {
  const { path: directory, remove } = temporaryDirectory();
  const at = (name: string) => join(directory, name);
  const small = { hidden: 4, layers: 1, batch: 4, steps: 4, backend: 'js', threads: 1 } as const;
  before(async () => {
    writeFileSync(at('a.txt'), text);
    writeFileSync(at('b.csv'), `name,label\n${rows}`);
    writeFileSync(at('c.npz'), encodeNpz(clipArrays('frames')));
    const runs = [
      { files: [at('a.txt')], seq: 8, out: at('text') },
      { files: [at('b.csv')], task: 'classify', out: at('table') },
      { files: [at('c.npz')], network: 'frames', out: at('clips') },
    ] as const;
    for (const request of runs) for await (const _ of train({ ...small, ...request }));
  });
  after(remove);

  async function scored(model: string, file: string) {
    const items: Item[] = [];
    const each = (some: readonly Item[]) => void items.push(...some);
    return { ...(await evaluate({ model: at(model), files: [at(file)], backend: 'js', each })), items };
  }

  it('gives the loss of a text, and the log probability of each of its characters', async () => {
    const { loss, figures, items } = await scored('text', 'a.txt');
    expect(items).lengthOf(text.length - 1);
    expect(items[0]).include({ position: 1, char: 'h' });
    const mean = items.reduce((sum, item) => sum - (item['logprob'] as number), 0) / items.length;
    expect(mean).closeTo(loss!, 1e-12);
    expect(figures).include({ characters: items.length, unknown: 0, loss, backend: 'js' });
    expect(figures['seenInTraining']).greaterThan(0.5);
  });

  it('gives the accuracy of the rows of a table, and the answer to each', async () => {
    const { loss, figures, items, table } = await scored('table', 'b.csv');
    expect(items).lengthOf(60);
    const right = items.filter(({ answer, truth }) => answer === truth).length;
    expect(figures).include({ task: 'classify', rows: 60, accuracy: right / 60, loss });
    const counts = table!.slice(1).flatMap((row) => row.slice(1) as number[]);
    expect(counts.reduce((sum, count) => sum + count)).equal(60);
  });

  it('gives the accuracy of clips', async () => {
    const { figures, blocks } = await scored('clips', 'c.npz');
    expect(figures).include({ clips: 24, count: 24 }).and.have.property('accuracy').within(0, 1);
    expect(blocks.map(({ kind }) => kind)).deep.equal(['facts', 'table']);
  });

  it('refuses clips for a model of text, and files that are not there, by their codes', async () => {
    const codeOf = (model: string, file: string) =>
      scored(model, file).then(
        () => undefined,
        (error: unknown) => (error as UserError).code,
      );
    expect(await codeOf('text', 'c.npz')).equal('clips/model');
    expect(await codeOf('clips', 'a.txt')).match(/^npz\//);
    expect(await codeOf('table', 'none.csv')).equal('corpus/missing');
  });
});
