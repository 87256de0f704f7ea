import { scatterPanels } from '../chart.js';
import { figuresOf } from '../figures.js';
import { percent, table, type Section } from '../markdown.js';
import { asTyped } from '../program.js';
import type { Run } from '../training.js';
import { bestOf, sizedName, type Material } from './shared.js';

/** `inspect --view gates --json`: for each gate and layer the units' shares of time below .1 and above .9. */
interface Gates {
  readonly gates: readonly {
    readonly layer: number;
    readonly name: string;
    readonly left: readonly number[];
    readonly right: readonly number[];
  }[];
}

/** Figure 2 of the paper: how often each gate is saturated, a dot for each unit. */
export async function gateSection({ runs, figures }: Material): Promise<Section> {
  const gated = bestOf(
    runs.filter(({ cell }) => cell !== 'rnn'),
    ({ cell }) => cell,
  );
  const measured: { run: Run; gates: Gates['gates'] }[] = [];
  const argumentsOf = ({ run }: Run): string[] => ['inspect', run, '--view', 'gates'];
  for (const run of gated) {
    const { gates } = await figuresOf<Gates>(run, 'gates', argumentsOf(run), figures);
    measured.push({ run, gates });
  }
  const rows = measured.flatMap(({ run, gates }) =>
    gates.map(({ name, layer, left, right }) => [
      ...[sizedName(run), name, String(layer), percent(mean(left)), percent(mean(right))],
      ...[String(count(left)), String(count(right))],
    ]),
  );
  return {
    title: 'Gate saturation',
    text:
      'A gate is left-saturated where it is below .1 and right-saturated where it is above .9. Shares of the characters of the ' +
      'validation part, mean over units, and the units that are saturated at more than 90 % of the characters. The best network of each gated cell.',
    commands: gated.map((run) => asTyped(argumentsOf(run))),
    tables: [
      table(
        ['network', 'gate', 'layer', 'left', 'right', 'units left > 90 %', 'units right > 90 %'],
        rows,
        2,
      ),
    ],
    pictures: measured.map(({ run, gates }) => ({
      file: `gates-${run.cell}.svg`,
      shows: `gate saturation of the ${sizedName(run)}`,
      svg: scatterPanels(
        `Gate saturation, ${sizedName(run)}`,
        ['fraction of characters right-saturated', 'left-saturated'],
        [...new Set(gates.map(({ name }) => name))].map((gate) => ({
          name: `${gate} gate`,
          series: gates
            .filter(({ name }) => name === gate)
            .map(({ layer, left, right }) => ({
              name: `layer ${layer}`,
              points: right.map((share, unit) => [share, left[unit]!] as const),
            })),
        })),
      ),
    })),
  };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const count = (shares: readonly number[]): number => shares.filter((share) => share > 0.9).length;
