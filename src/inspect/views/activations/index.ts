import type { CsvRow } from '../../../core/result.js';
import { refuseUnlessFinite } from '../../../model/finite.js';
import { createModel } from '../../../model/language-model.js';
import { byteName } from '../../../text/symbol-name.js';
import { cellsOf, indexOfCell, nameAt, placesOf, type Cells } from '../../forward/cells.js';
import { readPieces, type TextPiece } from '../../forward/text.js';
import { defineView, type Inspection } from '../view.js';

/** Steps of a window. */
const T = 64;

/** Every value of every cell: names, and rows of position, symbol, values. The rows can be iterated once. */
interface Activations {
  readonly name: string;
  readonly cells: readonly string[];
  readonly rows: AsyncIterable<ActivationRow>;
}

interface ActivationRow {
  readonly position: number;
  readonly symbol: string;
  readonly values: readonly number[];
}

/** One exact pass through the text, streamed: memory does not grow with the text. */
export const activations = defineView<Activations>({
  name: 'activations',
  takes: ['cell', 'state'],
  async compute(inspection) {
    const { network, states, source } = inspection;
    const { kernels, memory } = network.backend;
    const { config, params } = network.model;
    // one row: a single exact pass through the text
    const model = createModel(config, { kernels, memory, T, B: 1, training: false, params });
    model.refresh();
    const cells = cellsOf(model, states);
    const named = inspection.cells.map((cell) => indexOfCell(cells, cell));
    const shown = named.length > 0 ? named : [...Array(cells.count).keys()];
    return {
      name: source!.name,
      cells: shown.map((cell) => nameAt(cells, cell)),
      rows: readRows(inspection, model, cells, shown),
    };
  },
  rows,
  json,
});

async function* readRows(
  { network, vocabulary, source, question }: Inspection,
  model: Inspection['network']['model'],
  cells: Cells,
  shown: readonly number[],
): AsyncGenerator<ActivationRow> {
  const state = model.createState();
  const x = model.createInput();
  const places = placesOf(cells, shown);
  let position = 0;
  for await (const piece of readPieces(source!, vocabulary, question.limit ?? Infinity)) {
    for (let at = 0; at < piece.ids.length; at += T) {
      const length = Math.min(T, piece.ids.length - at);
      x.set(piece.ids.subarray(at, at + length));
      refuseUnlessFinite(model.forward(x, state, { T: length }).step[length - 1]!);
      for (let t = 0; t < length; t++) {
        const symbol = symbolOf(piece, at + t, vocabulary.tokens);
        const values = places.map(({ data, offset, stride }) => data[offset + t * stride]!);
        yield { position: position++, symbol, values };
      }
      await network.pace.pause(length);
    }
  }
}

function symbolOf({ ids, codes }: TextPiece, i: number, tokens: 'chars' | 'bytes'): string {
  return tokens === 'bytes' ? byteName(ids[i]!) : String.fromCodePoint(codes[i]!);
}

/** A row per symbol. */
async function* rows({ cells, rows }: Activations): AsyncGenerator<CsvRow> {
  yield ['position', 'char', ...cells];
  for await (const { position, symbol, values } of rows) {
    yield [position, symbol, ...values.map((value) => value.toFixed(5))];
  }
}

/** One object, streamed: `rows` holds an array [position, symbol, value, ...] for each symbol. */
async function* json({ name, cells, rows }: Activations): AsyncGenerator<string> {
  yield `{"view":"activations","text":${JSON.stringify({ name })},"cells":${JSON.stringify(cells)},"rows":[`;
  let separator = '\n';
  for await (const { position, symbol, values } of rows) {
    yield `${separator}[${position},${JSON.stringify(symbol)},${values.map((value) => +value.toFixed(5)).join(',')}]`;
    separator = ',\n';
  }
  yield ']}\n';
}
