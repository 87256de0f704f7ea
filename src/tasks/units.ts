/**
 * What the figures of a network count, in the singular: one unit for each material, in every output.
 *
 *     material               loss: nats per   speed: per second
 *     text                   character, byte  character, byte
 *     rows of a table        label, tag,      row
 *                            symbol
 *     clips, labeled         label            frame
 *     images with captions   symbol           image
 *     series, forecast       value            row
 *     series, labeled        label            series
 */
import type { ImageConfig, SeriesConfig, TaskData, VocabularyData } from '../core/snapshot.js';
import { count } from '../core/format.js';
import type { Metric } from '../data/train-data.js';

export interface Units {
  /** What a loss is the mean of. */
  readonly prediction: 'character' | 'byte' | 'label' | 'tag' | 'symbol' | 'value';
  /** What is counted for the speed of training. */
  readonly speed: 'character' | 'byte' | 'row' | 'frame' | 'image' | 'series';
}

/** What a network learns, as far as units depend on it. */
export interface Learned {
  readonly tokens: VocabularyData['tokens'];
  /** Of a table, or of captions. */
  readonly task?: TaskData['name'] | undefined;
  /** Of clips and images. */
  readonly network?: ImageConfig['network'] | undefined;
  /** Of series. */
  readonly series?: SeriesConfig | undefined;
}

const predictions = { classify: 'label', tag: 'tag', translate: 'symbol', generate: 'symbol' } as const;

export function unitsOf({ tokens, task, network, series }: Learned): Units {
  if (series !== undefined)
    return series.targets.length > 0
      ? { prediction: 'value', speed: 'row' }
      : { prediction: 'label', speed: 'series' };
  if (network === 'captions') return { prediction: 'symbol', speed: 'image' };
  if (network !== undefined) return { prediction: 'label', speed: 'frame' };
  if (task !== undefined) return { prediction: predictions[task], speed: 'row' };
  const symbol = tokens === 'bytes' ? 'byte' : 'character';
  return { prediction: symbol, speed: symbol };
}

/** `12,345 characters/s` */
export const formatSpeed = (perSecond: number, { speed }: Units): string =>
  `${count(perSecond)} ${speed === 'series' ? speed : `${speed}s`}/s`;

/** What is measured besides the loss, in words. */
export const metricNames = {
  accuracy: 'accuracy',
  macroF1: 'macro F1',
  wordF1: 'word F1',
  tokenAccuracy: 'symbols right',
  exactMatch: 'exact match',
  symbolErrorRate: 'symbol errors',
  mae: 'MAE',
  rmse: 'RMSE',
} as const satisfies Record<Metric, string> & Record<string, string>;
