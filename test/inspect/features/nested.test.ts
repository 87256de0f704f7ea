import { expect } from 'chai';
import { nestedText } from '../../../corpora/nested.js';
import { library } from '../../../src/inspect/features/index.js';

describe('the features, against a language that knows them', () => {
  const { text, truth } = nestedText(30_000, 3);
  const codes = Int32Array.from(Array.from(text), (character) => character.codePointAt(0)!);
  for (const [name, expected] of Object.entries(truth)) {
    it(`${name} is what the generator says, at every character`, () => {
      const values = library.find((feature) => feature.name === name)!.values(codes);
      const wrong = values.findIndex((value, i) => value !== expected[i]);
      expect(wrong, text.slice(Math.max(0, wrong - 20), wrong + 5)).to.equal(-1);
    });
  }
});
