import { lineChart } from '../chart.js';
import { loss, table, type Section } from '../markdown.js';
import { evalCommand, evaluateBest } from './evaluation.js';
import { sizedName, type Material } from './shared.js';

/** Table 2 of the paper: n-grams on the same text. */
export async function ngramSection(material: Material): Promise<Section> {
  const evaluated = await evaluateBest(material);
  const baseline = evaluated[0]?.found.baseline ?? [];
  const best = Math.min(...baseline.map((point) => point.loss));
  const last = baseline.at(-1)?.context ?? 0;
  return {
    title: 'Comparison with n-grams',
    text:
      'Interpolated modified Kneser-Ney models, counted in the training part, and the best network of each cell and size, on the test part. ' +
      `The best n-gram model reaches ${loss(best)} nats per character.`,
    commands: evaluated.map(({ run }) => evalCommand(run, material)),
    tables: [
      table(
        ['characters of context', 'n-gram'],
        baseline.map((point) => [String(point.context), loss(point.loss)]),
      ),
      table(
        ['network', 'test', 'minus the best n-gram'],
        evaluated.map(({ run, found }) => [sizedName(run), loss(found.loss), signed(found.loss - best)]),
      ),
    ],
    pictures: [
      {
        file: 'ngrams.svg',
        shows: 'loss of n-grams against context, and of the networks',
        svg: lineChart(
          'Loss of n-grams by their context; networks are level lines',
          { label: 'characters of context' },
          { label: 'nats per character' },
          [
            { name: 'n-grams', points: baseline.map((point) => [point.context, point.loss] as const) },
            ...evaluated.map(({ run, found }) => ({
              name: sizedName(run),
              points: [[0, found.loss] as const, [last, found.loss] as const],
            })),
          ],
        ),
      },
    ],
  };
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
