import { userError } from '../../core/errors.js';
import type { TaskData } from '../../core/snapshot.js';
import type { SampleValues } from '../options/sample.js';
import { labelId } from './read-source.js';

interface Given {
  readonly values: SampleValues;
  readonly given: ReadonlySet<string>;
}

/** Throws usage/* for values of flags that make no sense with the model of this task. */
export function refuseSampleFlags(task: TaskData, { values, given }: Given, input: string | undefined): void {
  if (values.label !== undefined && input !== undefined)
    throw userError('usage/conflict', { flag: '--label', other: input });
  if (values.output !== undefined && values.output !== '-' && !/\.(csv|tsv)$/i.test(values.output)) {
    const expected = 'a file that ends in .csv or .tsv, or - for stdout';
    throw userError('usage/value', { flag: '--output', value: values.output, expected });
  }
  if (values.label !== undefined && task.scaling !== null) {
    const expected = `a line of numbers on stdin: this model writes from ${task.from.join(',')}`;
    throw userError('usage/value', { flag: '--label', value: values.label, expected });
  }
  if (values.label !== undefined) labelId(task.source, values.label, '--label');
  if (given.has('count') && values.label === undefined) {
    const expected = '--label too; each line of the input is answered once';
    throw userError('usage/value', { flag: '--count', value: values.count, expected });
  }
}
