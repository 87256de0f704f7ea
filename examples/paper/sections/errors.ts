import { stackedBars } from '../chart.js';
import { percent, table, type Section } from '../markdown.js';
import { count } from '../../../src/core/format.js';
import { evalCommand, evaluateBest } from './evaluation.js';
import { sizedName, type Material } from './shared.js';

/** Figure 6 of the paper: what the errors are. */
export async function errorSection(material: Material): Promise<Section> {
  const evaluated = await evaluateBest(material);
  const causes = evaluated[0]?.found.breakdown.causes.map(({ cause }) => cause) ?? [];
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    title: 'Causes of errors',
    text:
      'An error is a character of the test part to which the network assigns p < ½. Each is assigned to the first cause that applies ' +
      '(docs/eval.md). Percent of all errors.',
    commands: evaluated.map(({ run }) => evalCommand(run, material)),
    tables: [
      table(
        ['network', 'errors', 'of all characters', ...causes],
        evaluated.map(({ run, found: { breakdown } }) => [
          ...[
            sizedName(run),
            count(breakdown.errors),
            percent(share(breakdown.errors, breakdown.characters)),
          ],
          ...breakdown.causes.map(({ errors }) => percent(share(errors, breakdown.errors))),
        ]),
      ),
    ],
    pictures: [
      {
        file: 'errors.svg',
        shows: 'errors by cause',
        svg: stackedBars(
          'Errors by cause',
          causes,
          evaluated.map(({ run, found: { breakdown } }) => ({
            name: sizedName(run),
            shares: breakdown.causes.map(({ errors }) => share(errors, breakdown.errors)),
          })),
        ),
      },
    ],
  };
}
