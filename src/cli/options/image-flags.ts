import type { FlagTable } from './flag.js';
import { choice, integer } from './parsers.js';

/** `train`: clips in place of a text (docs/video.md). */
export const imageFlags = {
  network: {
    group: 'clips',
    help: 'a CNN per frame, a CNN under cells, or cells whose products are convolutions',
    parser: choice('frames', 'cnn-lstm', 'conv'),
    shows: 'conv',
    applies: ['clips'],
  },
  kernel: {
    group: 'clips',
    help: 'side of the convolutions, an odd number of pixels',
    parser: integer(1, 31),
    shows: '3',
    applies: ['clips', 'captions'],
  },
} as const satisfies FlagTable;
