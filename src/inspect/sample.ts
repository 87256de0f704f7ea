import type { Cells } from './cells.js';
import { walk } from './record.js';
import { spreadBlocks, type Interval } from './sampling.js';
import type { Subject } from './subject.js';

/** The most numbers a sample stores: 64 MB of them. */
const MOST_VALUES = 16 << 20;
const BLOCKS = 24;
const BLOCK_LENGTH = 1024;

/** Activations that are really stored, at evenly spread blocks of text; everything else is only counted. */
export interface Sample {
  readonly blocks: number;
  readonly length: number;
  readonly intervals: readonly Interval[];
  /** [blocks·length, cells]. */
  readonly activations: Float32Array;
}

/** Records 24 blocks of up to 1,024 positions of a part, fewer where the part or the memory is small. */
export function recordSample({ model, text }: Subject, cells: Cells, part: Interval): Sample {
  const room = Math.min(part.to - part.from, MOST_VALUES / cells.count);
  const length = Math.max(1, Math.min(BLOCK_LENGTH, Math.floor(room / BLOCKS)));
  const intervals = spreadBlocks(part, BLOCKS, length);
  const activations = new Float32Array(BLOCKS * length * cells.count);
  for (const { rows, positions, first: group } of walk(model, text, intervals)) {
    for (let i = 0; i < rows.length; i++) {
      const block = group + (rows[i]! % model.B);
      const at = (block * length + positions[i]! - intervals[block]!.from) * cells.count;
      for (const { first, size, cache } of cells.groups) {
        const from = cache.offset + rows[i]! * cache.stride;
        activations.set(cache.data.subarray(from, from + size), at + first);
      }
    }
  }
  return { blocks: BLOCKS, length, intervals, activations };
}

/** The values of a feature at the sample's positions, from its values everywhere. */
export function sampledValues({ intervals, length }: Sample, values: Float32Array): Float32Array {
  const out = new Float32Array(intervals.length * length);
  intervals.forEach(({ from, to }, block) => out.set(values.subarray(from, to), block * length));
  return out;
}
