import { defineView } from '../../../../src/inspect/views/view.js';

interface ToyReport {
  readonly view: 'toy';
  readonly letters: number;
}

/** How many symbols a text has. */
export const toy = defineView<ToyReport>({
  name: 'toy',
  takes: [],
  async compute(inspection) {
    const { text } = await inspection.subject();
    return { view: 'toy', letters: text.ids.length };
  },
  blocks: ({ letters }) => [{ kind: 'note', text: `${letters} letters` }],
  *rows({ letters }) {
    yield ['letters'];
    yield [letters];
  },
  section: { title: 'Toy', always: true },
});
