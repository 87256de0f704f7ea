import type { InspectedText } from '../forward/text.js';
import type { TextReport } from '../search/report.js';

/** The text that a view read, of which `positions` symbols. */
export const textReport = ({ name, characterOf }: InspectedText, positions: number): TextReport => ({
  name,
  characters: positions,
  ...(characterOf && { of: 'bytes' }),
});

/** What a position of the text is called. */
export const symbolOf = ({ of }: TextReport): 'character' | 'byte' | 'answer' =>
  of === undefined ? 'character' : of === 'bytes' ? 'byte' : 'answer';
