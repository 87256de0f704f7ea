import { writeToString } from 'fast-csv';
import type { Metric } from '../../data/train-data.js';
import { logHeader, rowOf, type EventLog } from '../../runs/log.js';
import type { Output } from '../terminal/output.js';

/** The log of `--log -`: the rows of log.csv on stdout, as they come. */
export function stdoutLog(out: Output, metrics: readonly Metric[] = []): Pick<EventLog, 'add' | 'dropped'> {
  let header = logHeader(metrics);
  return {
    dropped: 0,
    async add(event) {
      if (event.type !== 'step' && event.type !== 'eval') return;
      await out.write(
        header + (await writeToString([rowOf(event, metrics)], { includeEndRowDelimiter: true })),
      );
      header = '';
    },
  };
}
