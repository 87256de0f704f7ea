import type { TaskData } from '../../core/snapshot.js';
import { presets, tablePreset } from '../../train/presets.js';
import { corpusName } from '../corpus-name.js';
import type { MaterialKind } from '../material.js';
import { commonRequest } from '../request.js';
import { tableOrigin } from './request.js';

/** The rows of a CSV or TSV file, for a task. */
export const tableKind: MaterialKind = {
  name: 'table',
  accepts: ({ task }) => task !== undefined && task !== 'language',
  isOf: ({ task }) => task !== undefined,
  purpose: (task) => task as TaskData['name'],
  nameOf: ([first]) => corpusName(first!),
  request: (fields) => ({
    ...commonRequest(fields),
    tokens: 'chars',
    table: tableOrigin(fields, fields.task as TaskData['name']),
  }),
  // rows are shuffled and divided, whatever a preset has for a text
  preset({ preset = 'default' }) {
    const { split, ...rest } = preset === 'default' ? tablePreset : presets[preset];
    return { ...rest, split: { ...split, layout: 'contiguous' } };
  },
  transferred: 'rnn',
};
