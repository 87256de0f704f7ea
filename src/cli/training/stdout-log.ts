import { writeToString } from 'fast-csv';
import type { RunEvent, Metric } from '../../app/train/events.js';
import { logHeader, rowOf } from '../../app/train/log-rows.js';
import type { Output } from '../terminal/output.js';

/** The log of `--log -`: the rows of log.csv on stdout, as they come. */
export function stdoutLog(out: Output, metrics: readonly Metric[]): (event: RunEvent) => Promise<void> {
  let header = logHeader(metrics);
  return async (event) => {
    if (event.type !== 'step' && event.type !== 'eval') return;
    const row = await writeToString([rowOf(event, metrics)], { includeEndRowDelimiter: true });
    await out.write(header + row);
    header = '';
  };
}
