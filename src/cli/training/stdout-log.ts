import { writeToString } from 'fast-csv';
import { LOG_HEADER, rowOf, type EventLog } from '../../files/event-log.js';
import type { Output } from '../terminal/output.js';

/** The log of `--log -`: the rows of log.csv on stdout, as they come. */
export function stdoutLog(out: Output): Pick<EventLog, 'add' | 'dropped'> {
  let header = LOG_HEADER;
  return {
    dropped: 0,
    async add(event) {
      if (event.type !== 'step' && event.type !== 'eval') return;
      await out.write(header + (await writeToString([rowOf(event)], { includeEndRowDelimiter: true })));
      header = '';
    },
  };
}
