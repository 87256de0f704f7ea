import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate } from '../../src/app/evaluate.js';
import type { RunEvent } from '../../src/app/train/events.js';
import { resume, train } from '../../src/app/train/train.js';
import { registerMaterial } from '../../src/material/index.js';
import { temporaryDirectory } from '../helpers/run-cli.js';
import { counting } from './toy-material.js';

async function eventsOf(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const all: RunEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe('a material of a program of one\u2019s own', () => {
  const { path, remove } = temporaryDirectory();
  const [file, out] = [join(path, 'numbers.count'), join(path, 'run')];
  const small = { hidden: 8, layers: 1, seq: 8, batch: 4, backend: 'js', threads: 1 } as const;
  let unregister = () => {};
  before(() => {
    unregister = registerMaterial(counting);
    writeFileSync(file, '400');
  });
  after(() => {
    unregister();
    remove();
  });

  it('is trained on, with what it says of itself', async () => {
    const events = await eventsOf(train({ files: [file], out, steps: 5, ...small }));
    const [opened] = events;
    expect(opened?.type === 'open' && opened.run.corpus).to.equal('counting');
    expect(events).to.deep.include({ type: 'note', warning: false, text: 'counts to 400' });
    expect(events.at(-1)).to.include({ type: 'done', step: 5 });
  });

  it('is opened again where its run is resumed, and refused where it has changed', async () => {
    const done = (await eventsOf(resume({ resume: out, steps: 8 }))).at(-1);
    expect(done).to.include({ type: 'done', step: 8 });
    writeFileSync(file, '300');
    const failed = await eventsOf(resume({ resume: out, steps: 9 })).catch((error: unknown) => error);
    expect(failed).to.include({ code: 'data/changed' });
  });

  it('is scored as the text that it is', async () => {
    writeFileSync(join(path, 'more.txt'), '1 2 3 4 5 6 7 8 9 10 11 12');
    const { loss } = await evaluate({ model: out, files: [join(path, 'more.txt')], backend: 'js' });
    expect(loss).to.be.within(0, Math.log(11) + 1);
  });
});
