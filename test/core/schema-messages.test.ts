import { expect } from 'chai';
import * as z from 'zod/mini';
import { firstIssue } from '../../src/core/schema-messages.js';

const schema = z.strictObject({ model: z.object({ hidden: z.int().check(z.gte(1)) }) });

describe('firstIssue(error)', () => {
  const issueOf = (value: unknown) => firstIssue(schema.safeParse(value).error!);

  it('names the field by its path, and what is wrong in words', () => {
    expect(issueOf({ model: { hidden: 0 } })).to.equal('model.hidden: Too small: expected number to be >=1');
    expect(issueOf({ model: {} })).to.match(/^model\.hidden: Invalid input: expected number/);
  });

  it('has no path where the whole is wrong', () => {
    expect(issueOf(null)).to.equal('Invalid input: expected object, received null');
  });
});
