import { createEncoder } from '../text/tokens.js';
import { createDecoder } from '../text/decoder.js';
import type { Vocabulary } from '../text/vocabulary.js';
import { cellAt, cellName, type Cells } from './cells.js';
import { guard } from './render/csv.js';
import { refuseUnlessFinite } from '../model/finite.js';
import type { LanguageModel } from '../model/language-model.js';

/**
 * Every value of every cell, one row per symbol: position, the symbol, then the cells; a header first. `model` has one row
 * (B = 1), so that this is the network's exact course through the text; memory does not grow with the text.
 */
export async function* activationRows(
  model: LanguageModel,
  cells: Cells,
  vocabulary: Vocabulary,
  chunks: AsyncIterable<string>,
  limit: number,
): AsyncGenerator<string[]> {
  const encoder = createEncoder(vocabulary);
  const decoder = createDecoder(vocabulary);
  const state = model.createState();
  const x = model.createInput();
  let position = 0;
  yield [
    'position',
    'char',
    ...Array.from({ length: cells.count }, (_, cell) => cellName(cellAt(cells, cell))),
  ];
  for await (const chunk of chunks) {
    const ids = new Int32Array(chunk.length * 3);
    const length = Math.min(
      encoder.encode(chunk, ids, 0, () => {}),
      limit - position,
    );
    for (let at = 0; at < length; at += model.T) {
      const T = Math.min(model.T, length - at);
      x.set(ids.subarray(at, at + T));
      refuseUnlessFinite(model.forward(x, state, { T }).step[T - 1]!);
      for (let t = 0; t < T; t++) {
        yield [String(position++), guard(decoder.write(ids[at + t]!)), ...valuesAt(cells, t)];
      }
    }
    if (position >= limit) return;
  }
}

function valuesAt({ groups, count }: Cells, row: number): string[] {
  const values = new Array<string>(count);
  for (const { first, size, cache } of groups) {
    const at = cache.offset + row * cache.stride;
    for (let unit = 0; unit < size; unit++) values[first + unit] = cache.data[at + unit]!.toFixed(5);
  }
  return values;
}
