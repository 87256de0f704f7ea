import type { Lesson } from '../lesson.js';
import { cellsFigure } from './figure.js';
import type { CellsFrame, CellsSettings } from './frame.js';

const total = ({ counts }: CellsFrame): number => counts.reduce((sum, { cells }) => sum + cells, 0);

export const cells: Lesson<CellsSettings, CellsFrame> = {
  name: 'cells',
  title: 'Cells',
  claim:
    '“Most cells are not interpretable”: as a number. All cells of the network that this page opens with are searched for ' +
    'features of code: in comments, in strings, deep in brackets. A cell tracks a feature only if it does better than the ' +
    'best cell of the same network untrained, and than a predictor that sees the last four characters.',
  start: { thousand: 30, cell: 1, work: 1 },
  controls: [
    { kind: 'range', name: 'thousand', label: 'thousand characters of code', least: 10, most: 60, step: 10 },
    { kind: 'range', name: 'cell', label: 'clamped cell', least: 1, most: 3, step: 1, view: true },
  ],
  figure: cellsFigure,
  outcome(frame) {
    const of = (verdict: string): number =>
      frame.counts.find((count) => count.verdict === verdict)?.cells ?? 0;
    const all = total(frame);
    const explained = of('tracks') + of('partly');
    return `Of ${all} cells ${of('tracks')} track a feature and ${of('partly')} partly; ${of('echo of recent characters')} echo the last characters. ${Math.round((100 * (all - explained)) / all)} % are explained by nothing on the list.`;
  },
  change: 'Read 10 thousand characters, then 60. Then compare the three texts of each cell.',
  expect:
    'A handful of the 256 cells track something, however much is read, and nine in ten are explained by nothing on the list: the feature a cell fits best is then one that the last four characters tell as well. With more text that control learns more, and fewer cells pass.',
  command: 'char-rnn inspect src/page/inside/network.safetensors CODE --limit 30000',
};
