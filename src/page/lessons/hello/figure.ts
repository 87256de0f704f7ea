import { draw, type Drawn } from '../drawn.js';
import { lineChart } from '../chart.js';
import { LETTERS, type HelloFrame, type HelloSettings } from './frame.js';
import { matrix } from '../matrix.js';

/** Every number of one place, from the letter to its loss, and the loss against the steps. */
export function helloFigure({ moments }: HelloFrame, { step, place }: HelloSettings): Drawn[] {
  const { weights, places } = moments[step]!;
  const { read, next, before, h, logits, probabilities, nats } = places[place - 1]!;
  const x = LETTERS.map((_, id) => Number(id === read));
  const units = ['1', '2', '3'];
  const column = (values: readonly number[]) => values.map((value) => [value]);
  const fromInput = weights.Wih.map((row, i) => row[read]! + weights.b[0]![i]!);
  const fromHidden = weights.Whh.map((row) => row.reduce((sum, w, j) => sum + w * before[j]!, 0));
  return [
    draw(
      'div',
      { class: 'equation' },
      matrix('x', column(x), LETTERS, `the letter ${LETTERS[read]!}`),
      matrix('W_ih', weights.Wih, units, 'input weights'),
      matrix('b', column(weights.b[0]!), units, 'bias'),
      matrix('W_ih x + b', column(fromInput), units, 'from the letter'),
    ),
    draw(
      'div',
      { class: 'equation' },
      matrix("h'", column(before), units, 'state before'),
      matrix('W_hh', weights.Whh, units, 'recurrent weights'),
      matrix("W_hh h'", column(fromHidden), units, 'from the state'),
      matrix('h = tanh(sum)', column(h), units, 'state after'),
    ),
    draw(
      'div',
      { class: 'equation' },
      matrix('W_hy', weights.Why, LETTERS, 'output weights'),
      matrix('b_y', column(weights.by[0]!), LETTERS, 'bias'),
      matrix('W_hy h + b_y', column(logits), LETTERS, 'logits'),
      matrix('softmax', column(probabilities), LETTERS, `wants ${LETTERS[next]!}: loss ${nats.toFixed(3)}`),
    ),
    lineChart({
      title: 'the loss of each step',
      x: { label: 'steps of training' },
      y: { label: 'nats per letter', least: 0 },
      lines: [
        { name: 'loss', color: 0, points: moments.map(({ loss }, i) => [i, loss]) },
        {
          name: `step ${step}`,
          color: 1,
          points: [
            [step, 0],
            [step, moments[step]!.loss],
          ],
        },
      ],
    }),
  ];
}
