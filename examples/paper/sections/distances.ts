import { lineChart } from '../chart.js';
import { figuresOf } from '../figures.js';
import { loss, table, type Section } from '../markdown.js';
import { asTyped } from '../program.js';
import type { Run } from '../training.js';
import { evalCommand, evaluateBest } from './evaluation.js';
import { bestOf, sizedName, type Material } from './shared.js';

/** `inspect --view memory --json`: the loss with k characters of context. */
interface Memory {
  readonly points: readonly { readonly k: number; readonly loss: number }[];
}

/** Distances with fewer places are left out. */
const FEW = 10;

/** Figure 4 of the paper: the loss at characters that something long before them predicts. */
export async function distanceSection(material: Material): Promise<Section> {
  const cells = bestOf(material.best, ({ cell }) => cell);
  const evaluated = await evaluateBest({ ...material, best: cells });
  const bins = (evaluated[0]?.found.distances ?? []).filter(({ places }) => places >= FEW);
  const at = (found: (typeof evaluated)[number]['found'], what: string, from: number) =>
    found.distances.find((bin) => bin.what === what && bin.from === from)?.model;
  const names = evaluated.map(({ run }) => sizedName(run));
  const kinds = [...new Set(bins.map(({ what }) => what))];
  return {
    title: 'Loss against distance',
    text:
      'Mean loss at closing brackets and quotes by the characters since the opening one, and at newlines by the length of the line; ' +
      `n-gram: 20 characters of context. Distances with fewer than ${FEW} places are left out. The best network of each cell.`,
    commands: evaluated.map(({ run }) => evalCommand(run, material)),
    tables: [
      table(
        ['closing', 'distance', 'places', 'n-gram', ...names],
        bins.map(({ what, from, to, places, ngram }) => [
          ...[what, `${from}-${to}`, String(places), loss(ngram)],
          ...evaluated.map(({ found }) => loss(at(found, what, from))),
        ]),
      ),
    ],
    pictures: kinds.map((kind) => {
      const own = bins.filter(({ what }) => what === kind);
      return {
        file: `distance-${kind}.svg`,
        shows: `loss at a ${kind} against distance`,
        svg: lineChart(
          `Loss at a ${kind} by distance`,
          { label: 'characters', scale: 'log', domain: [1, 10 ** Math.ceil(Math.log10(own.at(-1)!.to))] },
          { label: 'nats' },
          [
            { name: 'n-gram', points: own.map(({ from, ngram }) => [from, ngram] as const) },
            ...evaluated.map(({ run, found }) => ({
              name: sizedName(run),
              points: own.map(({ from }) => [from, at(found, kind, from)!] as const),
            })),
          ],
        ),
      };
    }),
  };
}

/** The loss when the network is given only the last k characters. */
export async function contextSection({ best, figures }: Material): Promise<Section> {
  const cells = bestOf(best, ({ cell }) => cell);
  const argumentsOf = ({ run }: Run): string[] => ['inspect', run, '--view', 'memory'];
  const found: { run: Run; points: Memory['points'] }[] = [];
  for (const run of cells) {
    found.push({ run, points: (await figuresOf<Memory>(run, 'memory', argumentsOf(run), figures)).points });
  }
  return {
    title: 'Loss against context',
    text: 'Nats per character of the validation part when the network starts from zeros and has read k characters. The best network of each cell.',
    commands: cells.map((run) => asTyped(argumentsOf(run))),
    tables: [
      table(
        ['k', ...cells.map(sizedName)],
        (found[0]?.points ?? []).map(({ k }, i) => [
          String(k),
          ...found.map(({ points }) => loss(points[i]?.loss)),
        ]),
      ),
    ],
    pictures: [
      {
        file: 'context.svg',
        shows: 'loss against characters of context',
        svg: lineChart(
          'Loss against characters of context',
          { label: 'characters of context', scale: 'log', domain: [1, 1000] },
          { label: 'nats per character' },
          found.map(({ run, points }) => ({
            name: sizedName(run),
            points: points.map(({ k, loss: nats }) => [k, nats] as const),
          })),
        ),
      },
    ],
  };
}
