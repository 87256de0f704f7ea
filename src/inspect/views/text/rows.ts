import { userError } from '../../../core/errors.js';
import type { TaskData } from '../../../core/snapshot.js';
import type { Example } from '../../../data/examples.js';
import { outputsOf } from '../../../model/shapes.js';
import { logSoftmax } from '../../../sample/log-softmax.js';
import { writtenRows } from '../../forward/answers.js';
import { cellsOf, indexOfCell, nameAt, placesOf } from '../../forward/cells.js';
import { beginningOfTable, readingOf, readRows, type InspectedTable } from '../../forward/table.js';
import type { Inspection } from '../view.js';
import type { RowReport, RowsReport } from './rows-report.js';

/** Reads the rows of a table, and records the probability of the answer after each symbol. */
export async function readTable(
  inspection: Inspection,
  table: InspectedTable,
  limit: number,
): Promise<RowsReport> {
  const { network, question } = inspection;
  const { model, backend, pace } = network;
  const shown = beginningOfTable(table, limit);
  const { data } = shown;
  const isWritten = data.name === 'generate' || data.name === 'translate';
  const rows = isWritten ? writtenRows(shown, model, backend) : shown.rows;
  const asked = question.featuresNamed ? labelOf(data, question.features[0]!.name) : undefined;
  const watched = inspection.cells.map((cell) => {
    const cells = cellsOf(model, [cell.state]);
    const index = indexOfCell(cells, cell);
    return { name: nameAt(cells, index), ...placesOf(cells, [index])[0]! };
  });
  const reading = readingOf({ ...shown, rows }, data.name === 'classify' ? 'symbols' : 'answers');
  const O = outputsOf(model.config);
  const reports: RowReport[] = [];
  for (const window of readRows(model, backend.memory, reading, [...rows.keys()])) {
    window.rows.forEach((row, b) => {
      const ofAnswer = idsOf(data, rows[row]!, asked);
      const begin = window.begin(b) + reading.firstStep(row);
      const places = Array.from(ofAnswer, (_, i) => (begin + i) * model.B + b);
      const logs = places.map((place) => logSoftmax(window.logits.data, place * O, O));
      reports[row] = {
        ...describe(data, shown.rows[row]!, rows[row]!, logs, ofAnswer),
        cells: watched.map(({ data, offset, stride }) =>
          places.map((place) => data[offset + place * stride]!),
        ),
      };
    });
    await pace.pause(window.batch.symbols);
  }
  return {
    view: 'text',
    task: data.name,
    rows: reports,
    cells: watched.map(({ name }) => name),
    text: { name: shown.name, characters: reading.places.length },
  };
}

/** The label of that name. */
function labelOf({ name, target }: TaskData, label: string): number {
  const id = name === 'classify' ? target.indexOf(label) : -1;
  if (id < 0) throw userError('inspect/feature', { name: label, known: target.join(', ') });
  return id;
}

/** What the probability at each symbol is of. */
function idsOf({ name }: TaskData, { source, target, label }: Example, asked = label): ArrayLike<number> {
  return name === 'classify' ? new Int32Array(source.length).fill(asked) : target;
}

/** A row as text: `expected` as in the table, `read` with what the model wrote. */
function describe(
  data: TaskData,
  expected: Example,
  read: Example,
  logs: readonly Float64Array[],
  of: ArrayLike<number>,
): Omit<RowReport, 'cells'> {
  const { name, target } = data;
  const likeliest = (p: Float64Array) => p.indexOf(Math.max(...p));
  const probabilities = logs.map((p, i) => Math.exp(p[of[i]!]!));
  const common = { source: sourceOf(data, expected), of: Array.from(of, (id) => target[id]!), probabilities };
  if (name === 'classify') {
    const last = logs.at(-1)!;
    const answer = likeliest(last);
    return {
      ...common,
      expected: target[expected.label]!,
      answer: target[answer]!,
      symbols: charsOf(expected.source, data.source),
      probability: Math.exp(last[answer]!),
    };
  }
  const tags = name === 'tag';
  const answer = tags ? logs.map(likeliest) : Array.from(read.target);
  const log = answer.reduce((sum, id, i) => sum + logs[i]![id]!, 0);
  return {
    ...common,
    expected: written(data, expected.target),
    answer: written(data, answer),
    symbols: tags ? charsOf(expected.source, data.source) : charsOf(read.target, target),
    probability: Math.exp(log),
  };
}

const charsOf = (ids: ArrayLike<number>, symbols: readonly string[]) => Array.from(ids, (id) => symbols[id]!);

/** Symbols of the target as one text. */
const written = ({ toTokens, target }: TaskData, ids: ArrayLike<number>) =>
  charsOf(ids, target).join(toTokens === 'words' ? ' ' : '');

/** A row's source as text: numbers as in the table. */
export function sourceOf({ source, scaling }: TaskData, row: Example): string {
  if (scaling === null)
    return row.label >= 0 && row.source.length === 0
      ? source[row.label]!
      : charsOf(row.source, source).join('');
  const { mean, deviation } = scaling;
  return Array.from(row.vector, (value, i) => +(value * deviation[i]! + mean[i]!).toFixed(4)).join(' ');
}
