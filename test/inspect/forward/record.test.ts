import { expect } from 'chai';
import { createPlainMemory } from '../../../src/core/memory.js';
import { cellsOf } from '../../../src/inspect/forward/cells.js';
import { eachLoss } from '../../../src/inspect/forward/losses.js';
import { stretches, walk } from '../../../src/inspect/forward/record.js';
import type { Subject } from '../../../src/inspect/forward/subject.js';
import { js } from '../../../src/kernels/js/index.js';
import { createModel, type LanguageModel } from '../../../src/model/language-model.js';
import { knowQuotes, letters, quotedLines, subjectOf, textOf } from '../networks/hand-built.js';

const subject = async (build: (model: LanguageModel) => void): Promise<Subject> =>
  subjectOf(await textOf(quotedLines(60)), build);

describe('walking through a text', () => {
  it('visits every position once, with the activations of a single pass from the beginning', async () => {
    const s = await subject(knowQuotes);
    const { model, text } = s;
    const single = createModel(model.config, {
      kernels: js,
      memory: createPlainMemory(),
      T: 1,
      B: 1,
      training: false,
      params: model.params,
    });
    single.refresh();
    const state = single.createState();
    const expected = Array.from(text.ids, (id) => {
      single.forward(single.createInput().fill(id), state, { T: 1 });
      return state.c_l0![4]!;
    });
    const seen = new Set<number>();
    const { cache } = cellsOf(model, ['c']).groups[0]!;
    for await (const { places, positions } of walk(s, stretches(model, { from: 0, to: text.ids.length }))) {
      positions.forEach((position, i) => {
        seen.add(position);
        expect(cache.data[cache.offset + places[i]! * cache.stride + 4]).to.be.closeTo(
          expected[position]!,
          1e-5,
        );
      });
    }
    expect(seen.size).to.equal(text.ids.length);
  });

  it('reports the loss of each next symbol', async () => {
    const s = await subject((model) => void model.params.weights.fill(0));
    const positions: number[] = [];
    await eachLoss(s, stretches(s.model, { from: 0, to: s.text.ids.length }), {}, (position, nats) => {
      positions.push(position);
      expect(nats).to.be.closeTo(Math.log(letters.size), 1e-6);
    });
    expect(positions.length).to.equal(s.text.ids.length - 1);
  });
});
