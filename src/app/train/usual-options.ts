import { imagesKind } from '../../material/images/kind.js';
import { seriesKind } from '../../material/series/kind.js';
import { tableKind } from '../../material/table/kind.js';
import { textKind } from '../../material/text/kind.js';
import type { TrainOptions } from '../../train/options.js';
import { trainOptions } from './options.js';
import type { OptimizationFields } from './request.js';

/** Clips that are read frame by frame. */
export const FRAMES = '--network frames or cnn-lstm';

/** The options of a run that gives no field, or some, by what it learns: from the function that decides them. */
export const usualOptions: Readonly<Record<string, (fields: OptimizationFields) => TrainOptions>> = {
  texts: (fields) => trainOptions({ files: [], ...fields }, textKind),
  tables: (fields) => trainOptions({ files: [], task: 'classify', ...fields }, tableKind),
  clips: (fields) => trainOptions({ files: [], ...fields }, imagesKind),
  [FRAMES]: (fields) => trainOptions({ files: [], network: 'frames', ...fields }, imagesKind),
  series: (fields) => trainOptions({ files: [], task: 'forecast', ...fields }, seriesKind),
  captions: (fields) => trainOptions({ files: [], task: 'generate', ...fields }, imagesKind),
};
