import { count } from '../../../core/format.js';
import type { Block, Chart, CsvRow, ImageStrips } from '../../../core/result.js';

/** The feature maps of a network on clips, frame by frame: `inspect --view memory` for clips. */
export interface ClipMemory {
  readonly view: 'memory';
  readonly clips: string;
  readonly count: number;
  /** The recurrent layer whose maps are shown, from 1. */
  readonly layer: number;
  /** The accuracy if all clips ended after 1 ... T frames; null without labels. */
  readonly accuracy: readonly number[] | null;
  readonly shown: readonly ShownClip[];
}

/** One clip, its predictions and its feature maps. */
export interface ShownClip {
  /** From 1. */
  readonly clip: number;
  readonly label: string | null;
  /** The prediction after each frame, and its probability. */
  readonly answers: readonly { readonly label: string; readonly probability: number }[];
  /** Its frames, brightness 0 to 1. */
  readonly frames: Maps;
  /** The state h of units of the layer, −1 to 1. */
  readonly maps: readonly Maps[];
}

/** An image for each frame, `side`×`side` numbers, row by row. */
export interface Maps {
  readonly name: string;
  readonly side: number;
  readonly frames: readonly Float32Array[];
}

/** The accuracy by frame, then every clip above the feature maps of the layer. */
export const blocks = ({ accuracy, shown, count: clips, ...report }: ClipMemory): Block[] => [
  {
    kind: 'heading',
    only: 'page',
    whole: true,
    title: report.clips,
    rest: ` ${count(clips)} clips; state h of layer ${report.layer}, frame by frame: blue positive, red negative`,
  },
  ...(accuracy ? accuracyBlocks(accuracy, clips) : []),
  { kind: 'images', items: shown.map(stripsOf) },
];

function accuracyBlocks(accuracy: readonly number[], clips: number): Block[] {
  const chart: Chart = {
    kind: 'chart',
    mark: 'line',
    only: 'page',
    x: { label: 'frames seen', domain: [1, accuracy.length] },
    y: { label: 'accuracy', domain: [0, 1] },
    series: [{ name: '', points: accuracy.map((share, t) => [t + 1, share] as const) }],
    caption: 'accuracy if the clips ended after each number of frames',
  };
  return [
    {
      kind: 'heading',
      only: 'terminal',
      title: `accuracy of ${count(clips)} clips if they ended after each number of frames`,
    },
    {
      kind: 'table',
      only: 'terminal',
      columns: ['frames', 'accuracy'].map((name) => ({ name, align: 'right' })),
      rows: accuracy.map((share, t) => ({ cells: [String(t + 1), share.toFixed(3)] })),
    },
    ...(accuracy.length > 1 ? [chart] : []),
  ];
}

const stripsOf = ({ clip, label, answers, frames, maps }: ShownClip): ImageStrips => ({
  title: `clip ${clip}`,
  rest: label ?? undefined,
  words: answers.map(({ label: answer, probability }) => ({
    text: answer,
    value: probability.toFixed(2),
    right: label === null ? undefined : answer === label,
  })),
  strips: [{ ...frames, colors: 'gray' }, ...maps.map((map) => ({ ...map, colors: 'signed' }) as const)],
});

/** A row for each frame, unit and pixel of the clips that are shown. */
export function* rows({ shown }: ClipMemory): Generator<CsvRow> {
  yield ['clip', 'frame', 'unit', 'row', 'column', 'h'];
  for (const { clip, maps } of shown) {
    for (const { name, side, frames } of maps) {
      for (const [t, frame] of frames.entries()) {
        for (const [p, h] of frame.entries()) yield [clip, t + 1, name, Math.floor(p / side), p % side, h];
      }
    }
  }
}
