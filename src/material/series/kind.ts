import { userError } from '../../core/errors.js';
import type { SeriesOrigin } from '../../runs/config.js';
import { presets, seriesPreset } from '../../train/presets.js';
import { corpusName } from '../corpus-name.js';
import type { MaterialKind } from '../material.js';
import { commonRequest, type DataFields } from '../request.js';
import { delimiterOf } from '../table/request.js';

/** Series of numbers, in a CSV or TSV file with a row for each time, or with --wide for each series. */
export const seriesKind: MaterialKind = {
  name: 'series',
  accepts: ({ task, by, wide }) =>
    task === 'forecast' || (task === 'classify' && (by !== undefined || wide === true)),
  isOf: ({ model }) => model.series !== undefined,
  purpose: (task) => (task === 'forecast' ? 'forecast' : 'series'),
  nameOf: ([first]) => corpusName(first!),
  request(fields) {
    const common = commonRequest(fields);
    const own = common.own?.validation ?? common.own?.test;
    if (own !== undefined) {
      const flag = common.own?.validation ? '--val' : '--test';
      throw userError('usage/value', { flag, value: own.file, expected: 'a share, for series' });
    }
    return { ...common, tokens: 'chars', series: seriesOrigin(fields) };
  },
  // parts of a series follow each other in time, whatever a preset has for a text
  preset({ preset = 'default' }) {
    const { split, ...rest } = preset === 'default' ? seriesPreset : presets[preset];
    return { ...rest, split: { ...split, layout: 'contiguous' } };
  },
  transferred: 'rnn',
};

function seriesOrigin(fields: DataFields): SeriesOrigin {
  const { task, from, to, by, wide = false, calendar = false, season, loss = 'gaussian' } = fields;
  const { difference = task === 'forecast' ? 'auto' : 'off' } = fields;
  if (task === 'classify' && to === undefined)
    throw userError('usage/needs', { flag: '--task classify', other: '--to' });
  if (wide && by !== undefined) throw userError('usage/conflict', { flag: '--wide', other: '--by' });
  return {
    task: task === 'forecast' ? 'forecast' : 'classify',
    from,
    to: to === undefined ? undefined : task === 'forecast' ? to.split(',') : [to],
    difference: difference === 'auto' ? difference : difference === 'on',
    by,
    wide,
    calendar,
    loss,
    season,
    delimiter: delimiterOf(fields.delimiter),
    ...(fields.noHeader && { header: false }),
  };
}
