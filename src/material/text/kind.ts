import { defaultPreset, presets } from '../../train/presets.js';
import { corpusName } from '../corpus-name.js';
import type { MaterialKind } from '../material.js';
import { commonRequest } from '../request.js';

/** Texts: whatever is no other material. */
export const textKind: MaterialKind = {
  name: 'text',
  accepts: () => true,
  isOf: () => true,
  purpose: () => 'text',
  nameOf: ([first]) => corpusName(first!),
  request: (fields) => ({ ...commonRequest(fields), ...(fields.lines && { lines: true }) }),
  preset: ({ preset = 'default', cell }) => (preset === 'default' ? defaultPreset(cell) : presets[preset]),
  transferred: 'rnn',
};
